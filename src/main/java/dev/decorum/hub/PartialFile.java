package dev.decorum.hub;

import dev.decorum.disk.AtomicFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A file of which a part is here, perhaps from an earlier process. It is hashed as it grows.
 *
 * <p>No {@link AtomicFile}: what that has written goes with its process, and here the next one goes
 * on with it. Not a {@code FileChannel}: that would be closed by an interrupt in the middle of a
 * write.
 */
final class PartialFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final RandomAccessFile file;
  private final Supplier<MessageDigest> newDigest;
  private final byte[] buffer = new byte[BUFFER];
  private MessageDigest digest;
  private long size;

  private PartialFile(Path path, RandomAccessFile file, Supplier<MessageDigest> newDigest) {
    this.path = path;
    this.file = file;
    this.newDigest = newDigest;
    this.digest = newDigest.get();
  }

  /** Opens what is there, reading it once, or begins a new file. */
  static PartialFile open(Path path, Supplier<MessageDigest> newDigest) throws IOException {
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    PartialFile partial =
        new PartialFile(path, new RandomAccessFile(path.toFile(), "rw"), newDigest);
    try {
      partial.readWhatIsThere();
      return partial;
    } catch (IOException e) {
      partial.close();
      throw e;
    }
  }

  private void readWhatIsThere() throws IOException {
    long there = file.length();
    while (size < there) {
      int read = file.read(buffer, 0, (int) Math.min(buffer.length, there - size));
      if (read < 0) {
        break;
      }
      digest.update(buffer, 0, read);
      size += read;
    }
  }

  long size() {
    return size;
  }

  void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int count = Math.min(buffer.length, bytes.remaining());
      bytes.get(buffer, 0, count);
      file.write(buffer, 0, count);
      digest.update(buffer, 0, count);
      size += count;
    }
  }

  /** Forgets what is there. */
  void restart() throws IOException {
    file.setLength(0);
    file.seek(0);
    digest = newDigest.get();
    size = 0;
  }

  /** What all bytes up to here have been fed to. To be asked once, at the end. */
  MessageDigest digest() {
    return digest;
  }

  /** Gives the file its final name when it is safely on the disk. */
  void finish(Path name) throws IOException {
    file.getFD().sync();
    file.close();
    AtomicFile.rename(path, name);
  }

  /** Removes the file. */
  void delete() throws IOException {
    file.close();
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
