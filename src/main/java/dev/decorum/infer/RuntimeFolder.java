package dev.decorum.infer;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Temporary folders that stay empty here: ONNX Runtime makes one when it starts, for libraries that
 * {@link NativeLibraries} puts elsewhere, and DJL one for a model that comes as a stream. Both go
 * when the process ends, but not when it is killed.
 */
final class RuntimeFolder {
  private RuntimeFolder() {}

  /** Removes the runtime's, once that has started. */
  static void remove() {
    try {
      Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("tempDirectory");
      field.setAccessible(true);
      if (field.get(null) instanceof Path folder) {
        remove(folder);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Of another version; then an empty folder is all that a kill leaves.
    }
  }

  /** Removes a folder unless something is in it. */
  static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // It is in use.
    }
  }
}
