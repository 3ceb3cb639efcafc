package dev.decorum.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * Lets one process at a time fetch a repository. Python's library has locks of its own that this
 * one does not see; against it, files that are written under other names and then renamed is
 * enough.
 */
final class CacheLock implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  private final FileChannel channel;

  /** Only to be kept: Java forgets locks that nobody holds, and lets other threads have them. */
  @SuppressWarnings("UnusedVariable")
  private final FileLock lock;

  private CacheLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Waits until the lock is free and takes it.
   *
   * @param waiting is called once if somebody else has it
   */
  static CacheLock take(Path file, Runnable waiting) throws InterruptedException {
    FileChannel channel =
        Disk.change(
            file,
            0,
            () -> {
              Files.createDirectories(Objects.requireNonNull(file.getParent()));
              return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            });
    Optional<FileLock> lock = Optional.empty();
    try {
      for (boolean first = true; lock.isEmpty(); first = false) {
        lock = Disk.change(file, 0, () -> tryLock(channel));
        if (lock.isEmpty()) {
          if (first) {
            waiting.run();
          }
          Thread.sleep(POLL_MILLIS);
        }
      }
      return new CacheLock(channel, lock.get());
    } finally {
      if (lock.isEmpty()) {
        close(channel);
      }
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // another thread of this process has it
    }
  }

  @Override
  public void close() {
    close(channel);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }
}
