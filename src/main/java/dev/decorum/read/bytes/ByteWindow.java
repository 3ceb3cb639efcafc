package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A view of a stream that grows at its end and is consumed at its start. Offsets given to it count
 * from its start, so they stay valid while it grows.
 *
 * <p>Its user keeps it small by consuming: it holds what was asked for and a block more.
 */
public final class ByteWindow {
  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private byte[] bytes = new byte[2 * BLOCK];
  private int start;
  private int end;
  private boolean ended;
  private @Nullable IOException failure;
  private boolean returnsAreFeeds;

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
    if (failure != null) {
      throw failure;
    }
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
    int read;
    try {
      read = in.read(bytes, end, bytes.length - end);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    if (read <= 0) {
      ended = true;
      return false;
    }
    if (returnsAreFeeds) {
      replaceReturns(end, end + read);
    }
    end += read;
    return true;
  }

  /**
   * Reads more for somebody who looks ahead: false also where no more can be read. Whoever needs
   * more hears why by {@link #grow}, so that what comes before the damage can be used.
   */
  public boolean lookAhead() {
    try {
      return grow();
    } catch (IOException e) {
      return false;
    }
  }

  /** Why no more can be read; {@code null} if that is not known to be so. */
  public @Nullable IOException failure() {
    return failure;
  }

  /** Puts a line feed in the place of every carriage return, now and as the window grows. */
  public void takeReturnsForFeeds() {
    returnsAreFeeds = true;
    replaceReturns(start, end);
  }

  private void replaceReturns(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\r') {
        bytes[i] = '\n';
      }
    }
  }

  /** What is in the window and what can be read after it, up to a limit; consumes nothing. */
  public InputStream peeking(int limit) {
    return new InputStream() {
      private int offset;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int from, int wanted) {
        if (wanted == 0) {
          return 0;
        }
        if (offset >= limit || (offset >= length() && !lookAhead())) {
          return -1;
        }
        int count = Math.min(wanted, Math.min(limit, length()) - offset);
        System.arraycopy(bytes, start + offset, target, from, count);
        offset += count;
        return count;
      }
    };
  }

  /** Grows until it holds so many bytes, or all that can be read; says how many it holds. */
  public int ensure(int count) {
    while (length() < count && lookAhead()) {
      // Each turn reads what the stream has ready.
    }
    return length();
  }
}
