package dev.decorum.infer;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The temporary folder that ONNX Runtime makes when it starts and removes when the process ends,
 * but not when that is killed. It stays empty where the libraries lie elsewhere, as {@link
 * NativeLibraries} sees to.
 */
final class RuntimeFolder {
  private RuntimeFolder() {}

  /** Removes it, once the runtime has started, unless something is in it. */
  static void remove() {
    try {
      Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("tempDirectory");
      field.setAccessible(true);
      if (field.get(null) instanceof Path folder) {
        Files.deleteIfExists(folder);
      }
    } catch (ReflectiveOperationException | RuntimeException | IOException e) {
      // Of another version; then an empty folder is all that a kill leaves.
    }
  }
}
