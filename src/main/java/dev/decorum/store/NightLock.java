package dev.decorum.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one audit at a time work on a store. The operating system releases the lock with the process
 * that holds it, however that ends; the empty file beside the store stays.
 */
public final class NightLock implements Closeable {
  private final FileChannel channel;

  private NightLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param beforeWaiting run if another process holds it, before waiting for that
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public static NightLock acquire(Path store, Runnable beforeWaiting)
      throws IOException, InterruptedException {
    Path file = DatabaseFiles.beside(store, ".lock");
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException(
          file + ": is not a regular file, and the lock of the store has to be one");
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        beforeWaiting.run();
        channel.lock();
      }
      return new NightLock(channel);
    } catch (FileLockInterruptionException e) {
      channel.close();
      throw new InterruptedException();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
