package dev.decorum.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time fetch a repository. Python's library has locks of its own that this
 * one does not see; against it, files that are written under other names and then renamed suffice.
 */
final class CacheLock implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
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
              Files.createDirectories(file.getParent());
              return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            });
    boolean taken = false;
    try {
      for (boolean first = true; !taken; first = false) {
        taken = Disk.change(file, 0, () -> tryLock(channel)) != null;
        if (!taken) {
          if (first) {
            waiting.run();
          }
          Thread.sleep(POLL_MILLIS);
        }
      }
      return new CacheLock(channel);
    } finally {
      if (!taken) {
        close(channel);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process has it
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
