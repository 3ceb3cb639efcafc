package dev.decorum.read.row;

import dev.decorum.read.bytes.ByteScan;
import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Every line that is not blank is a row. */
public final class LineRows implements RowSource {
  private final ByteWindow window;
  private final int maxRowBytes;
  private long line = 1;

  public LineRows(ByteWindow window, int maxRowBytes) {
    this.window = window;
    this.maxRowBytes = maxRowBytes;
  }

  @Override
  public @Nullable Row next() throws IOException {
    while (true) {
      int length = lineLength(0);
      if (length > maxRowBytes) {
        return overlong();
      }
      if (length == 0 && window.length() == 0) {
        return null;
      }
      int from = window.start();
      byte[] bytes = window.bytes();
      long rowLine = line;
      window.consume(Math.min(length + 1, window.length()));
      line++;
      int to = from + length;
      while (to > from && isBlank(bytes[to - 1])) {
        to--;
      }
      if (to > from) {
        return new Row(bytes, from, to, rowLine, 1, null);
      }
    }
  }

  /** Bytes before the line's end; more than the limit if it was not found by then. */
  private int lineLength(int from) throws IOException {
    int offset = from;
    while (true) {
      byte[] bytes = window.bytes();
      int end = window.end();
      int found = ByteScan.indexOf((byte) '\n', bytes, window.start() + offset, end);
      if (found < end) {
        return found - window.start();
      }
      offset = window.length();
      if (offset > maxRowBytes || !window.grow()) {
        return offset;
      }
    }
  }

  private Row overlong() throws IOException {
    byte[] beginning = RowLimit.beginning(window, maxRowBytes);
    while (true) {
      int length = lineLength(0);
      boolean found = length < window.length();
      window.consume(found ? length + 1 : length);
      if (found || (window.length() == 0 && !window.grow())) {
        break;
      }
    }
    return RowLimit.overlong(beginning, line++, 1, maxRowBytes);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
