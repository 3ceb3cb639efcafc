package dev.decorum.disk;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file without a name, for what does not fit in memory: the owner alone can read it,
 * and its content goes with the process even when that is killed. On Linux and macOS the name is
 * taken away as soon as the file is open; Windows removes the file when it is closed, which it does
 * for a killed process too. Nothing waits for the disk: no later process reads it.
 *
 * <p>It grows at its end and is read from its start or at any place. Not thread-safe.
 */
public final class TemporaryFile implements Closeable {
  private static final String PREFIX = "decorum-";
  private static final String SUFFIX = ".tmp";
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final FileChannel channel;
  private final OutputStream end = new End();
  private byte @Nullable [] buffer;
  private int waiting;
  private long written;

  private TemporaryFile(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Makes an empty file. */
  public static TemporaryFile open() throws IOException {
    return nameless(Files.createTempFile(PREFIX, SUFFIX));
  }

  static TemporaryFile open(Path folder) throws IOException {
    return nameless(Files.createTempFile(folder, PREFIX, SUFFIX));
  }

  private static TemporaryFile nameless(Path path) throws IOException {
    try {
      return new TemporaryFile(
          Objects.requireNonNull(path.getParent()),
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /**
   * Adds to the end of the file. Bytes wait in a buffer, which flushing gives up; closing this
   * stream does not close the file.
   */
  public OutputStream end() {
    return end;
  }

  /** How many bytes were added. */
  public long length() {
    return written + waiting;
  }

  /**
   * Some of the bytes that were added.
   *
   * @param from where the first one is
   * @throws EOFException if there are fewer
   */
  public byte[] read(long from, int length) throws IOException {
    writeOut();
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes.array();
  }

  /** All bytes from the first one on. Closing this stream closes the file. */
  public InputStream start() throws IOException {
    end.flush();
    channel.position(0);
    return new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
  }

  /** All bytes that were added, at their places. Closing the channel closes the file. */
  public FileChannel channel() throws IOException {
    end.flush();
    return channel;
  }

  private void writeOut() throws IOException {
    if (buffer != null) {
      writeOut(ByteBuffer.wrap(buffer, 0, waiting));
      waiting = 0;
    }
  }

  private void writeOut(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        written += channel.write(bytes, written);
      }
    } catch (ClosedChannelException e) {
      throw e; // by an interruption
    } catch (IOException e) {
      throw new IOException(
          folder + ": a temporary file cannot be written: " + FailureReason.of(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    buffer = null;
    channel.close();
  }

  private final class End extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      byte[] room = room(1);
      room[waiting++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length >= BUFFER) {
        writeOut();
        writeOut(ByteBuffer.wrap(bytes, from, length));
        return;
      }
      byte[] room = room(length);
      System.arraycopy(bytes, from, room, waiting, length);
      waiting += length;
    }

    private byte[] room(int length) throws IOException {
      if (waiting + length > BUFFER) {
        writeOut();
      }
      if (buffer == null) {
        buffer = new byte[BUFFER];
      }
      return buffer;
    }

    @Override
    public void flush() throws IOException {
      writeOut();
      buffer = null;
    }
  }
}
