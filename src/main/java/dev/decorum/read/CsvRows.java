package dev.decorum.read;

import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a table into records, which may span lines where a cell is quoted.
 *
 * <p>Quoting is that of RFC 4180. Where it is broken (a quote that is never closed, or one that is
 * followed by text) nobody can say where the record ends: the line on which it began is rejected
 * and reading goes on with the next, so that one lost quote does not swallow the rest of the file.
 */
final class CsvRows implements RowSource {
  /** How far a record may reach where an earlier one has already been found to be broken. */
  private static final int SUSPECT_REACH = 1 << 12;

  private final ByteWindow window;
  private final byte delimiter;
  private int maxRowBytes;
  private long line = 1;
  private long consumed;
  private long suspectUntil;

  // The state of the record that is being cut out; offsets count from its start.
  private int offset;
  private int firstLineEnd;
  private int limit;

  CsvRows(ByteWindow window, char delimiter, int maxRowBytes) {
    this.window = window;
    this.delimiter = (byte) delimiter;
    this.maxRowBytes = maxRowBytes;
  }

  /** Changes the limit for the rows to come. */
  void setMaxRowBytes(int newMaxRowBytes) {
    maxRowBytes = newMaxRowBytes;
  }

  @Override
  public @Nullable Row next() throws IOException {
    while (window.length() > 0 || window.grow()) {
      Row row = record();
      if (row.fault() != null || !isBlank(row)) {
        return row;
      }
    }
    return null;
  }

  private Row record() throws IOException {
    offset = 0;
    firstLineEnd = -1;
    limit = maxRowBytes;
    while (true) {
      if (peek() == '"') {
        int opened = offset;
        if (!skipQuoted()) {
          return unclosed(opened);
        }
        int after = peek();
        if (after == '\r') {
          offset++;
          after = peek();
          if (after != '\n' && after >= 0) {
            offset--;
            return textAfterQuote(opened);
          }
        }
        if (after >= 0 && after != '\n' && after != delimiter) {
          return textAfterQuote(opened);
        }
      } else {
        skipUnquoted();
      }
      if (offset > limit) {
        return overlong();
      }
      if (peek() != delimiter) {
        return complete();
      }
      offset++;
    }
  }

  /** The byte at the offset; -1 at the end. */
  private int peek() throws IOException {
    return offset < window.length() || window.grow() ? window.at(offset) & 0xff : -1;
  }

  private void skipUnquoted() throws IOException {
    while (offset <= limit && (offset < window.length() || window.grow())) {
      byte[] bytes = window.bytes();
      int start = window.start();
      int end = Math.min(window.end(), start + limit + 1);
      int i = start + offset;
      while (i < end && bytes[i] != delimiter && bytes[i] != '\n') {
        i++;
      }
      offset = i - start;
      if (i < end) {
        return;
      }
    }
  }

  /** To behind the closing quote; false if there is none as far as is looked. */
  private boolean skipQuoted() throws IOException {
    offset++;
    while (offset <= limit && (offset < window.length() || window.grow())) {
      byte[] bytes = window.bytes();
      int start = window.start();
      int end = Math.min(window.end(), start + limit + 1);
      int i = start + offset;
      while (i < end && bytes[i] != '"') {
        if (bytes[i] == '\n' && firstLineEnd < 0) {
          firstLineEnd = i - start;
          // Else a file full of broken quotes would be read again and again.
          if (consumed < suspectUntil) {
            limit = Math.min(limit, firstLineEnd + SUSPECT_REACH);
            end = Math.min(end, start + limit + 1);
          }
        }
        i++;
      }
      offset = i - start;
      if (i < end) {
        offset++;
        if (peek() != '"') {
          return true;
        }
        offset++;
      }
    }
    return false;
  }

  private Row complete() throws IOException {
    int length = offset;
    boolean lineBreak = peek() == '\n';
    int from = window.start();
    byte[] bytes = window.bytes();
    Row row = new Row(bytes, from, from + length, line, 1, null);
    if (firstLineEnd >= 0) {
      for (int i = from + firstLineEnd; i < from + length; i++) {
        if (bytes[i] == '\n') {
          line++;
        }
      }
    }
    consume(lineBreak ? length + 1 : length);
    line++;
    return row;
  }

  private Row unclosed(int opened) throws IOException {
    if (firstLineEnd < 0 && offset > limit) {
      return overlong();
    }
    String reach = offset > limit ? " within " + RowLimit.describe(limit) : "";
    return broken(at(opened, "the quote that opens here is never closed" + reach));
  }

  private Row textAfterQuote(int opened) throws IOException {
    Row.Fault text = at(offset, "");
    return broken(
        at(
            opened,
            "the quote that opens here closes before further text (line "
                + text.line()
                + ", column "
                + text.column()
                + "); within a quoted cell a quote has to be doubled"));
  }

  private Row.Fault at(int place, String reason) {
    return new Row(window.bytes(), window.start(), window.end(), line, 1, null)
        .faultAt(Math.min(place, window.length()), reason);
  }

  /** Gives up the line on which the record began, and nothing more. */
  private Row broken(Row.Fault fault) throws IOException {
    suspectUntil = Math.max(suspectUntil, consumed + offset);
    int length = firstLineEnd;
    if (length < 0) {
      length = offset;
      skipLine();
      length = offset;
    }
    int from = window.start();
    Row row = new Row(window.bytes(), from, from + length, line, 1, fault);
    consume(Math.min(length + 1, window.length()));
    line++;
    return row;
  }

  private void skipLine() throws IOException {
    while (offset <= maxRowBytes && peek() >= 0 && peek() != '\n') {
      offset++;
    }
  }

  private Row overlong() throws IOException {
    if (firstLineEnd >= 0) {
      return broken(new Row.Fault(line, 0, "the row is longer than " + RowLimit.describe(limit)));
    }
    byte[] beginning = RowLimit.beginning(window, maxRowBytes);
    boolean found = false;
    while (!found && (window.length() > 0 || window.grow())) {
      byte[] bytes = window.bytes();
      int i = window.start();
      while (i < window.end() && bytes[i] != '\n') {
        i++;
      }
      found = i < window.end();
      consume(i - window.start() + (found ? 1 : 0));
    }
    return RowLimit.overlong(beginning, line++, 1, maxRowBytes);
  }

  private void consume(int count) {
    consumed += count;
    window.consume(count);
  }

  private static boolean isBlank(Row row) {
    for (int i = row.from(); i < row.to(); i++) {
      byte b = row.bytes()[i];
      if (b != ' ' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
