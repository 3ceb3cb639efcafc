package dev.decorum.read;

import dev.decorum.read.bytes.ByteWindow;
import dev.decorum.read.bytes.InputFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table behind its header: cells of rows that fit the header. */
final class TableRows {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
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
  static Optional<TableRows> open(InputFile file, ByteWindow window, InputOptions options)
      throws IOException {
    char delimiter = delimiter(window);
    CsvRows rows = new CsvRows(window, delimiter, Math.min(options.maxRowBytes(), LONGEST_HEADER));
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
    rows.setMaxRowBytes(options.maxRowBytes());
    return Optional.of(
        new TableRows(rows, delimiter, new TableHeader(file.name(), names, options), line));
  }

  TableHeader header() {
    return header;
  }

  /** The header as it lies in the file, without its line end. */
  String headerLine() {
    return headerLine;
  }

  /** The next row, not yet split; {@code null} at the end. */
  @Nullable Row next() throws IOException {
    return rows.next();
  }

  /** The cells of a row without a fault. */
  List<String> cells(Row row) throws RowException {
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
  List<String> uncheckedCells(Row row) {
    return CsvCells.split(row.bytes(), row.from(), row.to(), delimiter);
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
