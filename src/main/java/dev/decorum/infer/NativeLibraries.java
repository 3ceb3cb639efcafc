package dev.decorum.infer;

import ai.onnxruntime.OrtEnvironment;
import dev.decorum.disk.UserCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Unpacks the native libraries into the user's cache. By default, ONNX Runtime unpacks 24 MB into
 * the temporary folder at every start and leaves an empty folder behind, and the tokenizer's
 * library uses any file with the right name. Here they are unpacked once and compared with the
 * originals at every start.
 */
public final class NativeLibraries {
  private static final String ONNX_RUNTIME_PATH = "onnxruntime.native.path";
  private static final String TOKENIZERS_PATH = "RUST_LIBRARY_PATH";

  /** Files that the tokenizer's library needs beside it on Windows. */
  private static final List<String> OF_WINDOWS =
      List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll");

  private static final String JNA_FOLDER = "jna.tmpdir";

  private static boolean prepared;

  private NativeLibraries() {}

  /** As {@link #prepare(UserCache)}, with the user's cache. */
  public static void prepare() {
    if (!isPrepared()) {
      prepare(UserCache.ofUser());
    }
  }

  private static synchronized boolean isPrepared() {
    return prepared;
  }

  /**
   * Sets the system properties that the libraries read when they are loaded: no network, no
   * tracking, no second engine, and {@code cache} as the folder of native files. Has to be called
   * before their first use; a second call does nothing. Paths set by the user are kept.
   *
   * @throws UncheckedIOException if the libraries cannot be unpacked
   */
  public static synchronized void prepare(UserCache cache) {
    if (prepared) {
      return;
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
    try {
      if (System.getProperty(JNA_FOLDER) == null) {
        System.setProperty(JNA_FOLDER, cache.writableFolder().toString());
      }
      if (!isSet("ENGINE_CACHE_DIR")) {
        System.setProperty("ENGINE_CACHE_DIR", cache.writableFolder().toString());
      }
      if (System.getProperty(ONNX_RUNTIME_PATH) == null) {
        System.setProperty(ONNX_RUNTIME_PATH, unpackOnnxRuntime(cache).toString());
      }
      if (!isSet(TOKENIZERS_PATH)) {
        // With a folder, DJL would look for its graphics card, and fail without one.
        Path library = unpackTokenizers(cache).resolve(library("tokenizers"));
        System.setProperty(TOKENIZERS_PATH, library.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "native libraries cannot be unpacked into " + cache.folder() + ": " + e.getMessage(), e);
    }
    prepared = true;
  }

  /** The folder that ONNX Runtime is loaded from, once it is prepared. */
  public static Path folder() {
    return Path.of(System.getProperty(ONNX_RUNTIME_PATH, ""));
  }

  /**
   * Whether a setting is given as a system property or an environment variable, both of which the
   * library reads.
   */
  private static boolean isSet(String name) {
    return System.getProperty(name) != null || System.getenv(name) != null;
  }

  private static Path unpackOnnxRuntime(UserCache cache) throws IOException {
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    return cache.unpack(
        "onnxruntime-" + (version == null ? "unknown" : version) + "-" + platform(),
        Stream.of("onnxruntime", "onnxruntime4j_jni")
            .map(library -> "/ai/onnxruntime/native/" + platform() + "/" + library(library))
            .toList());
  }

  private static Path unpackTokenizers(UserCache cache) throws IOException {
    String folder = "/native/lib/" + tokenizersPlatform() + "/cpu/";
    Stream<String> libraries = Stream.of(library("tokenizers"));
    if (platform().startsWith("win")) {
      libraries = Stream.concat(OF_WINDOWS.stream(), libraries);
    }
    return cache.unpack("tokenizers-" + platform(), libraries.map(name -> folder + name).toList());
  }

  private static String library(String name) {
    return System.mapLibraryName(name);
  }

  /** ONNX Runtime's name of this platform, for example {@code linux-x64}. */
  private static String platform() {
    return system() + "-" + processor("x64");
  }

  /** The tokenizer library's name of this platform, for example {@code linux-x86_64}. */
  private static String tokenizersPlatform() {
    return system() + "-" + processor("x86_64");
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "osx" : name.startsWith("win") ? "win" : "linux";
  }

  /**
   * The processor.
   *
   * @param intel the name for Intel's processors
   */
  private static String processor(String intel) {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (name.equals("amd64") || name.equals("x86_64")) {
      return intel;
    }
    return name.equals("arm64") ? "aarch64" : name;
  }
}
