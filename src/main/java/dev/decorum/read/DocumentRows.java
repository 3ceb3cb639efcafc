package dev.decorum.read;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON values over any number of lines, one after the other or as elements of lists, are rows. */
final class DocumentRows implements RowSource {
  private final ByteWindow window;
  private final int maxRowBytes;
  private long line = 1;
  private long column = 1;
  private long listLine;
  private long listColumn;
  private boolean inList;

  DocumentRows(ByteWindow window, int maxRowBytes) {
    this.window = window;
    this.maxRowBytes = maxRowBytes;
  }

  @Override
  public @Nullable Row next() throws IOException {
    while (window.length() > 0 || window.grow()) {
      byte b = window.at(0);
      switch (b) {
        case ' ', '\t', '\r', '\n' -> consume(1);
        case '[' -> {
          if (inList) {
            return value();
          }
          inList = true;
          listLine = line;
          listColumn = column;
          consume(1);
        }
        case ']' -> {
          if (!inList) {
            return value();
          }
          inList = false;
          consume(1);
        }
        case ',' -> {
          if (!inList) {
            return value();
          }
          consume(1);
        }
        default -> {
          return value();
        }
      }
    }
    if (inList) {
      inList = false;
      Row.Fault fault =
          new Row.Fault(
              listLine, listColumn, "the list is never closed: the file seems to be cut off");
      return new Row(new byte[] {'['}, 0, 1, listLine, listColumn, fault);
    }
    return null;
  }

  private Row value() throws IOException {
    JsonScan scan = new JsonScan();
    long rowLine = line;
    long rowColumn = column;
    int length = scan(scan, 0);
    if (length <= maxRowBytes) {
      int from = window.start();
      byte[] bytes = window.bytes();
      consume(length);
      return new Row(bytes, from, from + length, rowLine, rowColumn, null);
    }
    byte[] beginning = RowLimit.beginning(window, maxRowBytes);
    while (length > maxRowBytes) {
      consume(length);
      length = scan(scan, 0);
    }
    consume(length);
    return RowLimit.overlong(beginning, rowLine, rowColumn, maxRowBytes);
  }

  /** Length of the value; more than the limit if its end was not found by then. */
  private int scan(JsonScan scan, int from) throws IOException {
    int offset = from;
    while (offset < window.length() || window.grow()) {
      byte[] bytes = window.bytes();
      int start = window.start();
      int end = Math.min(window.end(), start + maxRowBytes + 1);
      for (int i = start + offset; i < end; i++) {
        if (scan.endedBefore(bytes[i])) {
          return i - start;
        }
        if (scan.endsWith(bytes[i])) {
          return i - start + 1;
        }
      }
      offset = end - start;
      if (offset > maxRowBytes) {
        return offset;
      }
    }
    return offset;
  }

  private void consume(int count) {
    for (int i = 0; i < count; i++) {
      byte b = window.at(i);
      if (b == '\n') {
        line++;
        column = 1;
      } else if ((b & 0xc0) != 0x80) {
        column++;
      }
    }
    window.consume(count);
  }
}
