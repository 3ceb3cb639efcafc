package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

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

  /** Waits for more bytes; false if there are no more or enough have been looked at. */
  boolean more() throws IOException {
    if (ended || to == LIMIT) {
      return false;
    }
    int read = in.read(head, to, LIMIT - to);
    ended = read < 0;
    to += Math.max(0, read);
    return !ended;
  }

  /** Waits until so many bytes can be looked at; false if there are not so many. */
  boolean has(int count) throws IOException {
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
    return from < to ? head[from++] & 0xff : in.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (from == to) {
      return in.read(target, offset, length);
    }
    int count = Math.min(length, to - from);
    System.arraycopy(head, from, target, offset, count);
    from += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
