package dev.decorum.read.row;

import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table behind its header: cells of rows that fit the header. */
public final class TableRows {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final char[] SEPARATOR = {'s', 'e', 'p', '='};
  private static final int LONGEST_HEADER = 1 << 16;

  private final RowSource rows;
  private final char delimiter;
  private final TableHeader header;
  private final String headerLine;

  private TableRows(RowSource rows, char delimiter, TableHeader header, String headerLine) {
    this.rows = rows;
    this.delimiter = delimiter;
    this.header = header;
    this.headerLine = headerLine;
  }

  /** Reads the header; empty if the first line cannot be one. */
  public static Optional<TableRows> open(String file, ByteWindow window, int maxRowBytes)
      throws IOException {
    int separator = separatorLine(window);
    char delimiter = separator > 0 ? (char) window.at(SEPARATOR.length) : delimiter(window);
    CsvRows rows = new CsvRows(window, delimiter, Math.min(maxRowBytes, LONGEST_HEADER));
    if (separator > 0) {
      rows.next();
    }
    Row first = rows.next();
    if (first == null || first.fault() != null) {
      return Optional.empty();
    }
    try {
      first.requireUtf8();
    } catch (RowException e) {
      return Optional.empty();
    }
    List<String> names = CsvCells.split(first.bytes(), first.from(), first.to(), delimiter);
    String line = first.text();
    rows.setMaxRowBytes(maxRowBytes);
    return Optional.of(new TableRows(rows, delimiter, new TableHeader(file, names), line));
  }

  /** The length of a first line {@code sep=;}, which Excel writes and reads; else 0. */
  private static int separatorLine(ByteWindow window) throws IOException {
    int length = window.ensure(SEPARATOR.length + 2);
    if (length < SEPARATOR.length + 2) {
      return 0;
    }
    for (int i = 0; i < SEPARATOR.length; i++) {
      if (Character.toLowerCase((char) window.at(i)) != SEPARATOR[i]) {
        return 0;
      }
    }
    byte after = window.at(SEPARATOR.length + 1);
    return after == '\r' || after == '\n' ? SEPARATOR.length + 1 : 0;
  }

  public TableHeader header() {
    return header;
  }

  /** The header as it is in the file, without its line end. */
  public String headerLine() {
    return headerLine;
  }

  /** The next row, not yet split; {@code null} at the end. */
  public @Nullable Row next() throws IOException {
    return rows.next();
  }

  /** The cells of a row without a fault. */
  public List<String> cells(Row row) throws RowException {
    row.requireUtf8();
    List<String> cells = uncheckedCells(row);
    if (cells.size() != header.size()) {
      throw new RowException(
          "the row has "
              + cells.size()
              + (cells.size() == 1 ? " cell" : " cells")
              + ", the header has "
              + header.size());
    }
    return cells;
  }

  /** The cells as they are, too many or too few, with U+FFFD for what is not UTF-8. */
  public List<String> uncheckedCells(Row row) {
    return CsvCells.split(row.bytes(), row.from(), row.to(), delimiter);
  }

  /** The cells before the one that is at fault, as far as it is on the row's first line. */
  List<String> cellsBefore(Row row, Row.Fault fault) {
    int to = row.from();
    if (fault.line() == row.line()) {
      for (long column = 1; column < fault.column() && to < row.to(); column++) {
        to++;
        while (to < row.to() && (row.bytes()[to] & 0xc0) == 0x80) {
          to++;
        }
      }
    }
    List<String> cells = CsvCells.split(row.bytes(), row.from(), to, delimiter);
    // Behind the last delimiter the cell at fault begins.
    return cells.subList(0, cells.size() - 1);
  }

  /** The delimiter that makes the most columns of the first line. */
  private static char delimiter(ByteWindow window) throws IOException {
    int[] counts = new int[DELIMITERS.length];
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < LONGEST_HEADER && (i < window.length() || window.grow()); i++) {
      byte b = window.at(i);
      if (b == '"') {
        quoted = !quoted;
      } else if (b == '\n' && !quoted && begun) {
        break;
      }
      begun |= b != ' ' && b != '\r' && b != '\n';
      for (int k = 0; k < DELIMITERS.length; k++) {
        if (b == DELIMITERS[k] && !quoted) {
          counts[k]++;
        }
      }
    }
    int best = 0;
    for (int k = 1; k < counts.length; k++) {
      if (counts[k] > counts[best]) {
        best = k;
      }
    }
    return DELIMITERS[best];
  }
}
