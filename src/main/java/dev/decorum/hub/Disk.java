package dev.decorum.hub;

import dev.decorum.disk.FailureReason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.util.Locale;

/** Changes to the cache, and their failures in words. */
final class Disk {

  /** A change to the cache. */
  interface Change<T> {
    T make() throws IOException;
  }

  /** A change to the cache that gives nothing back. */
  interface Step {
    void make() throws IOException;
  }

  private Disk() {}

  /** Makes a change that gives nothing back. */
  static void write(Path path, long size, Step step) throws InterruptedException {
    change(
        path,
        size,
        () -> {
          step.make();
          return path;
        });
  }

  /**
   * Makes a change.
   *
   * @param path what is changed, for the message
   * @param size how many bytes it takes; 0 if few
   * @throws HubException if that fails
   */
  static <T> T change(Path path, long size, Change<T> change) throws InterruptedException {
    try {
      return change.make();
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (IOException e) {
      throw isFull(e)
          ? new HubException(
              path
                  + ": the disk is full"
                  + (size > 0 ? "; the file takes " + megabytes(size) : "")
                  + ". The same command goes on where this one stopped once there is room; to use"
                  + " another disk, set HF_HUB_CACHE to a folder on it",
              e)
          : new HubException(
              path
                  + ": cannot be written: "
                  + FailureReason.of(e)
                  + "; set HF_HUB_CACHE to use another folder",
              e);
    }
  }

  private static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("quota exceeded")
        || message.contains("not enough space");
  }

  /** A number of bytes for people. */
  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
