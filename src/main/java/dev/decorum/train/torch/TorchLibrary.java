package dev.decorum.train.torch;

import dev.decorum.disk.FileChecksum;
import dev.decorum.disk.UserCache;
import dev.decorum.failure.Causes;
import dev.decorum.failure.DecorumException;
import dev.decorum.failure.LibraryReason;
import dev.decorum.train.TrainingException;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Loads libtorch, and turns its exceptions into Decorum's.
 *
 * <p>JavaCPP unpacks some 450 MB of native libraries once, here into the user's cache. At every
 * start they are compared with the checksums in their jars, as all native code is, and unpacked
 * again where they differ.
 */
final class TorchLibrary {
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  /** Not the file that JavaCPP locks: nobody can have two locks on one. */
  private static final String LOCK = "decorum.lock";

  /** The jars whose libraries are loaded, each by a resource in it. */
  private static final String[] NATIVE = {
    "/org/bytedeco/pytorch/%s/", "/org/bytedeco/openblas/%s/", "/org/bytedeco/javacpp/%s/"
  };

  /** The ending of the platform of libraries for NVIDIA GPUs. */
  private static final String GPU = "-gpu";

  private static final int LONGEST_REASON = 200;
  private static boolean prepared;

  private TorchLibrary() {}

  /**
   * Loads the libraries; a second call does nothing.
   *
   * @throws TrainingException if they cannot be loaded
   */
  static synchronized void prepare() {
    if (prepared) {
      return;
    }
    // Otherwise JavaCPP takes a small Java heap for the limit of native memory too.
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.logger.debug", "false");
    try {
      if (System.getProperty(CACHE) == null) {
        Path cache = UserCache.ofUser().privateFolder("javacpp");
        System.setProperty(CACHE, cache.toString());
        loadFrom(cache);
      } else {
        load();
      }
    } catch (IOException | LinkageError | RuntimeException e) {
      throw new TrainingException(
          "PyTorch's libraries cannot be loaded, so lib/training may be incomplete or damaged; 'mvn"
              + " -Ptraining -DskipTests package' fetches them again ("
              + reason(e)
              + ")",
          e);
    }
    prepared = true;
  }

  /**
   * Loads what is in a folder, one process after the other: JavaCPP would load what another one is
   * still writing.
   */
  @SuppressWarnings("try") // the lock is never referenced
  private static void loadFrom(Path cache) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      String platform = Loader.Detector.getPlatform();
      for (String folder : NATIVE) {
        removeDamaged(cache, String.format(folder, platform));
        removeDamaged(cache, String.format(folder, platform + GPU));
      }
      load();
    }
  }

  /** Waits for a lock; null where there are none. */
  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.lock();
    } catch (IOException e) {
      if (Causes.isInterruption(e)) {
        throw e;
      }
      return null; // some network file systems have none
    }
  }

  /** Loads all libraries that are used later. */
  private static void load() {
    Loader.load(torch.class);
    Loader.load(openblas_nolapack.class);
  }

  private static void removeDamaged(Path cache, String folder) throws IOException {
    URL resource = TorchLibrary.class.getResource(folder);
    if (resource != null && resource.openConnection() instanceof JarURLConnection jar) {
      try (JarFile file = new JarFile(file(jar.getJarFileURL()))) {
        Path copies = cache.resolve(Path.of(file.getName()).getFileName());
        for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
          JarEntry entry = entries.nextElement();
          Path copy = copies.resolve(entry.getName());
          if (!entry.isDirectory() && Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            removeUnless(entry, copy);
          }
        }
      }
    }
  }

  private static File file(URL address) throws IOException {
    try {
      return new File(address.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(address + ": is not the address of a file", e);
    }
  }

  private static void removeUnless(JarEntry entry, Path copy) throws IOException {
    if (!FileChecksum.isCopy(copy, entry.getSize(), entry.getCrc())) {
      Files.delete(copy);
    }
  }

  /** As {@link #compute}, without recording what gradients are computed from. */
  @SuppressWarnings("try") // guards are never referenced
  static <T> T computeWithoutGradients(Supplier<T> work) {
    return compute(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            return work.get();
          }
        });
  }

  /** As {@link #call}; tensors that are made meanwhile are freed at the end. */
  @SuppressWarnings("try") // scopes are never referenced
  static <T> T compute(Supplier<T> work) {
    return call(
        () -> {
          try (PointerScope scope = new PointerScope()) {
            return work.get();
          }
        });
  }

  /** Calls something that calls libtorch, whose exceptions become {@link TrainingException}s. */
  static <T> T call(Supplier<T> work) {
    try {
      return work.get();
    } catch (DecorumException e) {
      throw e;
    } catch (RuntimeException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("allocate memory") || message.contains("out of memory")) {
        throw new TrainingException(
            "there is not enough memory for a batch; choose a smaller --train-batch-size with more"
                + " --gradient-accumulation-steps, or a smaller --max-tokens",
            e);
      }
      throw new TrainingException("the training engine (libtorch) failed: " + reason(e), e);
    }
  }

  /** The first line of a message, without the stack that libtorch adds to it. */
  private static String reason(Throwable failure) {
    String line = LibraryReason.of(failure);
    return line.substring(0, Math.min(LONGEST_REASON, line.length()));
  }
}
