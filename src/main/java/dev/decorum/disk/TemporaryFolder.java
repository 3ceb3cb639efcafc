package dev.decorum.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that only this user can read or write, and that goes with the process. One whose process
 * was killed is removed by the next one that needs such a folder.
 */
final class TemporaryFolder {
  private static final String PREFIX = "decorum-native-";
  private static final String LOCK = "lock";

  private TemporaryFolder() {}

  /**
   * Makes a folder.
   *
   * @throws UncheckedIOException if there can be none
   */
  static Path make() {
    try {
      Path folder = Files.createTempDirectory(PREFIX);
      String complaint = Ownership.complaintOfThisUser(folder);
      if (complaint != null) {
        Files.delete(folder);
        throw new IOException(complaint);
      }
      hold(folder);
      removeAbandoned(folder);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no folder can be used for native libraries: neither the user's cache nor "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Locks the folder until the end of the process, which the channel then is open. */
  @SuppressWarnings("resource")
  private static void hold(Path folder) throws IOException {
    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
        .tryLock();
  }

  private static void removeAbandoned(Path own) {
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(own.resolveSibling(""), PREFIX + "*")) {
      for (Path other : others) {
        if (!other.equals(own) && isAbandoned(other)) {
          delete(other);
        }
      }
    } catch (IOException e) {
      // They take room, and harm nobody.
    }
  }

  private static boolean isAbandoned(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return AtomicFile.lock(lock);
    } catch (IOException e) {
      return false; // somebody else's, or just made
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
}
