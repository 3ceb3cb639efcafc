package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A view of a stream that grows at its end and is consumed at its start. Offsets given to it count
 * from its start, so they stay valid while it grows.
 *
 * <p>Whoever uses it keeps it small by consuming: it holds what was asked for and a block more.
 */
public final class ByteWindow {
  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private byte[] bytes = new byte[2 * BLOCK];
  private int start;
  private int end;
  private boolean ended;

  public ByteWindow(InputStream in) {
    this.in = in;
  }

  /** The array behind the window; {@link #grow} may replace it. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} the window begins. */
  public int start() {
    return start;
  }

  /** Where in {@link #bytes} the window ends. */
  public int end() {
    return end;
  }

  public int length() {
    return end - start;
  }

  public byte at(int offset) {
    return bytes[start + offset];
  }

  /** Drops bytes at the start; they stay in the array until the window grows. */
  public void consume(int count) {
    start += count;
  }

  /** Reads more at the end; false if there is no more. */
  public boolean grow() throws IOException {
    if (ended) {
      return false;
    }
    if (bytes.length - end < BLOCK) {
      int length = length();
      if (bytes.length - length < BLOCK || length > bytes.length / 2) {
        bytes = Arrays.copyOfRange(bytes, start, start + Math.max(2 * length, length + 2 * BLOCK));
      } else {
        System.arraycopy(bytes, start, bytes, 0, length);
      }
      start = 0;
      end = length;
    }
    int read = in.read(bytes, end, bytes.length - end);
    if (read <= 0) {
      ended = true;
      return false;
    }
    end += read;
    return true;
  }

  /** What is in the window and what comes after it, up to a limit; consumes nothing. */
  public InputStream peeking(int limit) {
    return new InputStream() {
      private int offset;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int from, int wanted) throws IOException {
        if (wanted == 0) {
          return 0;
        }
        if (offset >= limit || (offset >= length() && !grow())) {
          return -1;
        }
        int count = Math.min(wanted, Math.min(limit, length()) - offset);
        System.arraycopy(bytes, start + offset, target, from, count);
        offset += count;
        return count;
      }
    };
  }

  /** Grows until it holds so many bytes, or all there are; says how many it holds. */
  public int ensure(int count) throws IOException {
    while (length() < count && grow()) {
      // Each turn reads what the stream has ready.
    }
    return length();
  }
}
