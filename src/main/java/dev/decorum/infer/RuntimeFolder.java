package dev.decorum.infer;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Removes temporary folders that stay empty: ONNX Runtime creates one at its start, for libraries
 * that {@link NativeLibraries} unpacks elsewhere, and DJL one for a model from a stream. Both
 * delete them at the end of the process, but not if it is killed.
 */
final class RuntimeFolder {
  private RuntimeFolder() {}

  /** Removes the runtime's folder after the runtime has started. */
  static void remove() {
    try {
      Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("tempDirectory");
      field.setAccessible(true);
      if (field.get(null) instanceof Path folder) {
        remove(folder);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // In another version, a killed process leaves an empty folder, which is harmless.
    }
  }

  /** Removes a folder if it is empty. */
  static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // The folder is in use.
    }
  }
}
