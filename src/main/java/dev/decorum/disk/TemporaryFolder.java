package dev.decorum.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder that only this user can read or write, and that goes when it is closed. One whose
 * process was killed is removed by the next one that needs such a folder.
 */
public final class TemporaryFolder implements Closeable {
  private static final String PREFIX = "decorum-";
  private static final String LOCK = "lock";

  /**
   * The folders of this process. It must not look at their locks: POSIX takes a lock away as soon
   * as its process closes the file in any place.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private TemporaryFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a folder.
   *
   * @param purpose what it is for: a word in its name
   */
  public static TemporaryFolder make(String purpose) throws IOException {
    String prefix = PREFIX + purpose + "-";
    Path path = Files.createTempDirectory(prefix);
    // Before it has a lock, and while nobody looks, so that no other thread takes it for abandoned.
    synchronized (OWN) {
      OWN.add(path);
    }
    try {
      TemporaryFolder folder = new TemporaryFolder(path, locked(path.resolve(LOCK)));
      removeAbandoned(path.resolveSibling(""), prefix);
      return folder;
    } catch (IOException | RuntimeException e) {
      delete(path);
      OWN.remove(path);
      throw e;
    }
  }

  /**
   * Makes a folder for files that are run, such as libraries.
   *
   * @param purpose what it is for: a word in its name
   * @throws IOException if another user could exchange it for a folder of their own
   */
  static TemporaryFolder makeForCode(String purpose) throws IOException {
    TemporaryFolder folder = make(purpose);
    String complaint = Ownership.complaintOfThisUser(folder.path());
    if (complaint != null) {
      folder.close();
      throw new IOException(complaint);
    }
    return folder;
  }

  /** A lock that lasts until the channel is closed, or the process ends. */
  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      AtomicFile.lock(channel);
      return channel;
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Where it lies. Beside its lock there is nothing in it at first. */
  public Path path() {
    return path;
  }

  /** Removes the folder with all that is in it. */
  @Override
  public void close() throws IOException {
    lock.close();
    delete(path);
    OWN.remove(path);
  }

  private static void removeAbandoned(Path beside, String prefix) {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(beside, prefix + "*")) {
      for (Path other : others) {
        if (isAbandoned(other)) {
          delete(other);
        }
      }
    } catch (IOException e) {
      // They take room, and harm nobody.
    }
  }

  /**
   * Whether nobody has the lock of a folder. No folder of this process is added to {@link #OWN}
   * meanwhile: between the making of its lock and its locking it looks abandoned for a moment.
   */
  private static boolean isAbandoned(Path folder) {
    synchronized (OWN) {
      return !OWN.contains(folder)
          && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && isUnlocked(folder);
    }
  }

  private static boolean isUnlocked(Path folder) {
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return AtomicFile.lock(lock);
    } catch (IOException e) {
      return false; // somebody else's, or just made
    }
  }

  private static void delete(Path folder) {
    try {
      AtomicFolder.delete(folder);
    } catch (IOException e) {
      // Windows keeps loaded libraries; the system's own cleaning has to do.
    }
  }
}
