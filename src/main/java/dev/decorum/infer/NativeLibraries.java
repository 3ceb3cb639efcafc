package dev.decorum.infer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts the native libraries where they can stay. Left to itself ONNX Runtime unpacks 24 MB into the
 * temporary folder at every start and leaves an empty folder behind; here they are unpacked once
 * into the user's cache.
 */
public final class NativeLibraries {
  private static final String ONNX_RUNTIME_PATH = "onnxruntime.native.path";

  private static boolean prepared;

  private NativeLibraries() {}

  /** The user's cache folder for Decorum, which may not be there yet. */
  public static Path cacheFolder() {
    return cacheFolder(System.getenv());
  }

  /** As {@link #prepare(Path)}, with the user's cache folder. */
  public static void prepare() {
    prepare(cacheFolder());
  }

  /**
   * {@code DECORUM_CACHE_DIR}, else {@code decorum} in {@code XDG_CACHE_HOME}, else in {@code
   * ~/.cache}.
   */
  static Path cacheFolder(Map<String, String> environment) {
    String own = environment.getOrDefault("DECORUM_CACHE_DIR", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (caches.isEmpty()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(caches))
        .resolve("decorum");
  }

  /**
   * Sets the system properties that the libraries read when they load, so this comes before their
   * first use; a second call does nothing: no network, no tracking, no second engine, and {@code
   * cache} as the place for native files. A path that the user set stays. Where {@code cache}
   * cannot be written, a temporary folder stands in, which goes with the process.
   *
   * @param cache a folder of the user's; made if missing
   */
  public static synchronized void prepare(Path cache) {
    if (prepared) {
      return;
    }
    prepared = true;
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
    Path folder = writable(cache);
    System.setProperty("jna.tmpdir", folder.toString());
    if (System.getProperty("ENGINE_CACHE_DIR") == null
        && System.getenv("ENGINE_CACHE_DIR") == null) {
      System.setProperty("ENGINE_CACHE_DIR", folder.toString());
    }
    if (System.getProperty(ONNX_RUNTIME_PATH) == null) {
      try {
        System.setProperty(ONNX_RUNTIME_PATH, unpackOnnxRuntime(folder).toString());
      } catch (IOException e) {
        throw new UncheckedIOException("native libraries cannot be unpacked into " + folder, e);
      }
    }
  }

  private static Path writable(Path cache) {
    try {
      Files.createDirectories(cache);
      if (Files.isWritable(cache)) {
        return cache;
      }
    } catch (IOException e) {
      // A read-only home is no reason to refuse.
    }
    try {
      Path temporary = Files.createTempDirectory("decorum-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(temporary)));
      return temporary;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "neither " + cache + " nor the temporary folder can be written", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // Windows keeps loaded libraries; the system's own cleaning has to do.
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

  /**
   * Puts a native library of another package into the user's cache, once; two processes may do so
   * at once.
   *
   * @param resource absolute, on the class path
   * @param target where it belongs below the cache folder
   * @return where it lies; nothing if the cache cannot be written
   * @throws IOException if there is no such resource, or no room for it
   */
  public static Optional<Path> unpackIntoCache(String resource, Path target) throws IOException {
    Path cache = cacheFolder();
    try {
      Files.createDirectories(cache);
    } catch (IOException e) {
      return Optional.empty();
    }
    Path whole = cache.resolve(target);
    if (!Files.exists(whole) && !Files.isWritable(cache)) {
      return Optional.empty();
    }
    unpack(resource, whole);
    return Optional.of(whole);
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
