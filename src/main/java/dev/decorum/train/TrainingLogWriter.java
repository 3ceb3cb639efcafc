package dev.decorum.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends to the log of a training. It locks the file, so that no two processes train in one
 * folder.
 */
public final class TrainingLogWriter implements Closeable {
  private final Path file;
  private final FileChannel channel;

  private TrainingLogWriter(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the log of a folder, which is made if it is missing.
   *
   * @throws TrainingException if another process trains in the folder
   * @throws IOException if the log cannot be written
   */
  public static TrainingLogWriter open(Path folder) throws IOException {
    Path file = folder.resolve(TrainingLog.FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new TrainingException(folder + ": another process trains in this folder");
    }
    return new TrainingLogWriter(file, channel);
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException | OverlappingFileLockException e) {
      return !(e instanceof OverlappingFileLockException);
    }
  }

  /**
   * Removes what was written after a checkpoint.
   *
   * @param length the length of the log at the checkpoint
   * @throws TrainingException if the log is shorter
   */
  public void cutTo(long length) throws IOException {
    if (channel.size() < length) {
      throw new TrainingException(
          file
              + ": is shorter than at the checkpoint that training continues from; was it changed?");
    }
    channel.truncate(length);
    channel.position(length);
  }

  /** The number of bytes so far. */
  public long length() throws IOException {
    return channel.position();
  }

  /** Appends a line, which other processes can read at once. */
  public void write(LogEntry entry) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((entry.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** Makes all lines durable. */
  public void sync() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
