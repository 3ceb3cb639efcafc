package dev.decorum.train;

import dev.decorum.disk.AtomicFile;
import dev.decorum.disk.FailureReason;
import dev.decorum.disk.OutputException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends to the log of a training. It locks the file, so that no two processes train in one
 * folder.
 */
public final class TrainingLogWriter implements Closeable {
  private final Path file;

  /** Not a channel, which an interruption of its thread would close. */
  private final RandomAccessFile log;

  private TrainingLogWriter(Path file, RandomAccessFile log) {
    this.file = file;
    this.log = log;
  }

  /**
   * Opens the log of a folder, to write from its beginning.
   *
   * @throws TrainingException if another process trains in the folder
   * @throws OutputException if the log is a link or anything else that is no file
   * @throws IOException if the log cannot be written
   */
  public static TrainingLogWriter open(Path folder) throws IOException {
    TrainingLog.requireFile(folder);
    Path file = folder.resolve(TrainingLog.FILE);
    RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw");
    if (!isLocked(log)) {
      log.close();
      throw new TrainingException(folder + ": another process trains in this folder");
    }
    return new TrainingLogWriter(file, log);
  }

  private static boolean isLocked(RandomAccessFile log) {
    try {
      FileLock lock = log.getChannel().tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // Some network file systems have no locks.
      return true;
    }
  }

  /**
   * Removes what was written after a checkpoint.
   *
   * @param length the length of the log at the checkpoint
   * @throws TrainingException if the log is shorter
   */
  public void cutTo(long length) throws IOException {
    if (log.length() < length) {
      throw new TrainingException(
          file
              + ": is shorter than at the checkpoint that training continues from; was it changed?");
    }
    log.setLength(length);
    log.seek(length);
  }

  /** The number of bytes so far. */
  public long length() throws IOException {
    return log.getFilePointer();
  }

  /** Appends a line, which other processes can read at once. */
  public void write(LogEntry entry) throws IOException {
    try {
      log.write((entry.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + FailureReason.of(e), e);
    }
  }

  /** Makes all lines durable. */
  public void sync() throws IOException {
    log.getFD().sync();
  }

  /**
   * Reads all lines so far. Whoever opens the file by its name in this process gives up the lock:
   * on Unix, it ends when any opening of the file is closed.
   */
  public TrainingLog read() throws IOException {
    return TrainingLog.read(file, new ByteArrayInputStream(bytes()));
  }

  /** Writes all lines so far into another folder too. */
  public void copyTo(Path folder) throws IOException {
    try (AtomicFile copy = new AtomicFile(folder.resolve(TrainingLog.FILE))) {
      copy.stream().write(bytes());
      copy.commit();
    }
  }

  private byte[] bytes() throws IOException {
    long position = length();
    byte[] lines = new byte[Math.toIntExact(log.length())];
    log.seek(0);
    log.readFully(lines);
    log.seek(position);
    return lines;
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
