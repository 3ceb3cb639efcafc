package dev.decorum.read.row;

import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;

/** Cuts one JSON value after the other out of a document and knows the line and the column. */
public final class JsonCutter {
  private static final int LONGEST_STRING = 1 << 14;

  private final ByteWindow window;
  private final int maxRowBytes;
  private long line = 1;
  private long column = 1;

  public JsonCutter(ByteWindow window, int maxRowBytes) {
    this.window = window;
    this.maxRowBytes = maxRowBytes;
  }

  long line() {
    return line;
  }

  long column() {
    return column;
  }

  /** The next byte; -1 at the end. */
  int peek() throws IOException {
    return window.length() > 0 || window.grow() ? window.at(0) & 0xff : -1;
  }

  /** The next byte that is not white space; -1 at the end. */
  int peekNonBlank() throws IOException {
    int b = peek();
    while (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
      skip(1);
      b = peek();
    }
    return b;
  }

  /** Cuts out the string that begins here, or what there is of it on this line; a copy. */
  Row string() throws IOException {
    int length = 1;
    boolean escaped = false;
    boolean ended = false;
    while (!ended && length < LONGEST_STRING && (length < window.length() || window.grow())) {
      byte b = window.at(length);
      if (b == '\n') {
        break;
      }
      ended = b == '"' && !escaped;
      escaped = b == '\\' && !escaped;
      length++;
    }
    Row row =
        new Row(window.bytes(), window.start(), window.start() + length, line, column, null).copy();
    skip(length);
    return row;
  }

  /** Cuts out the value that begins here. */
  Row value() throws IOException {
    JsonScan scan = new JsonScan();
    long rowLine = line;
    long rowColumn = column;
    int length = scan(scan);
    if (length <= maxRowBytes) {
      int from = window.start();
      byte[] bytes = window.bytes();
      skip(length);
      return new Row(bytes, from, from + length, rowLine, rowColumn, null);
    }
    byte[] beginning = RowLimit.beginning(window, maxRowBytes);
    skipRest(scan, length);
    return RowLimit.overlong(beginning, rowLine, rowColumn, maxRowBytes);
  }

  /** Passes over the value that begins here, however long it is. */
  void skipValue() throws IOException {
    JsonScan scan = new JsonScan();
    skipRest(scan, scan(scan));
  }

  private void skipRest(JsonScan scan, int scanned) throws IOException {
    int length = scanned;
    while (length > maxRowBytes) {
      skip(length);
      length = scan(scan);
    }
    skip(length);
  }

  /** Length of the value; more than the limit if its end was not found by then. */
  private int scan(JsonScan scan) throws IOException {
    int offset = 0;
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

  /** Passes over so many bytes. */
  void skip(int count) {
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
