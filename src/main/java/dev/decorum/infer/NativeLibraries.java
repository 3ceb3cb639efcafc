package dev.decorum.infer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * Puts the native libraries where they can stay. Left to itself ONNX Runtime unpacks 24 MB into the
 * temporary folder at every start and leaves an empty folder behind; here they are unpacked once
 * into the user's cache.
 */
public final class NativeLibraries {
  private static final String ONNX_RUNTIME_PATH = "onnxruntime.native.path";

  private NativeLibraries() {}

  /**
   * Sets the system properties that the libraries read when they load, so this comes before their
   * first use: no network, no tracking, no second engine, and {@code cache} as the place for native
   * files. A path that the user set stays. Where {@code cache} cannot be written, ONNX Runtime
   * falls back to its own way.
   *
   * @param cache a folder of the user's; made if missing
   */
  public static void prepare(Path cache) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
    if (System.getProperty("ENGINE_CACHE_DIR") == null
        && System.getenv("ENGINE_CACHE_DIR") == null) {
      System.setProperty("ENGINE_CACHE_DIR", cache.toString());
    }
    if (System.getProperty(ONNX_RUNTIME_PATH) == null) {
      try {
        Path folder = unpackOnnxRuntime(cache);
        System.setProperty(ONNX_RUNTIME_PATH, folder.toString());
      } catch (IOException e) {
        // A read-only home is no reason to refuse: the library then unpacks for itself.
        System.clearProperty(ONNX_RUNTIME_PATH);
      }
    }
  }

  private static Path unpackOnnxRuntime(Path cache) throws IOException {
    String version = ai.onnxruntime.OrtEnvironment.class.getPackage().getImplementationVersion();
    Path folder =
        cache.resolve("onnxruntime-" + (version == null ? "unknown" : version) + "-" + platform());
    for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      String file = System.mapLibraryName(library);
      unpack("/ai/onnxruntime/native/" + platform() + "/" + file, folder.resolve(file));
    }
    return folder;
  }

  /** Writes a resource to {@code target} unless it is there; two processes may do so at once. */
  private static void unpack(String resource, Path target) throws IOException {
    if (Files.exists(target)) {
      return;
    }
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(target.getParent(), target.getFileName().toString(), null);
    try (InputStream in = NativeLibraries.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no native library for this platform: " + resource);
      }
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      try {
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** ONNX Runtime's name of this platform, for example {@code linux-x64}. */
  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String os = system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux";
    String arch =
        processor.equals("amd64") || processor.equals("x86_64")
            ? "x64"
            : processor.equals("arm64") ? "aarch64" : processor;
    return os + "-" + arch;
  }
}
