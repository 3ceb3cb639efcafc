package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose beginning can be looked at before it is read. What is looked at grows by what the
 * stream has ready, so that a slow one is never waited for longer than need be.
 */
final class HeadInputStream extends InputStream {
  /** The most that is looked at. */
  static final int LIMIT = 1 << 13;

  private final InputStream in;
  private final byte[] head = new byte[LIMIT];
  private int from;
  private int to;
  private boolean ended;
  private @Nullable IOException failure;

  HeadInputStream(InputStream in) {
    this.in = in;
  }

  /** How many bytes can be looked at so far. */
  int length() {
    return to - from;
  }

  /** One of them, from 0 to 255. */
  int at(int index) {
    return head[from + index] & 0xff;
  }

  /**
   * Waits for more bytes; false if there are no more, enough have been looked at, or no more can be
   * read, which is said when those before have been.
   */
  boolean more() {
    if (ended || to == LIMIT) {
      return false;
    }
    int read;
    try {
      read = in.read(head, to, LIMIT - to);
    } catch (IOException e) {
      failure = e;
      read = -1;
    }
    ended = read < 0;
    to += Math.max(0, read);
    return !ended;
  }

  /** Waits until so many bytes can be looked at; false if there are not so many. */
  boolean has(int count) {
    while (length() < count) {
      if (!more()) {
        return false;
      }
    }
    return true;
  }

  /** What can be looked at so far, a byte a character. */
  String latin1() {
    return new String(head, from, length(), StandardCharsets.ISO_8859_1);
  }

  /** Leaves out bytes that have been looked at. */
  void drop(int count) {
    from += count;
  }

  @Override
  public int read() throws IOException {
    return from < to ? head[from++] & 0xff : rest().read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (from == to) {
      return rest().read(target, offset, length);
    }
    int count = Math.min(length, to - from);
    System.arraycopy(head, from, target, offset, count);
    from += count;
    return count;
  }

  private InputStream rest() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return in;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
