package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as plain text with aligned columns. Where it is wider than the terminal, names are
 * shortened first; if that is not enough, each row becomes a list of its cells.
 */
final class TextTable {
  private static final int WIDEST_NAME = 44;
  private static final int NARROWEST_NAME = 14;
  private static final String MARGIN = "  ";
  private static final String GAP = "  ";

  private final List<TableColumn> columns;
  private final List<String> headings = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private final LineLayout layout;
  private final int[] widths;

  private TextTable(Document.Block.Table table, LineLayout layout) {
    this.columns = table.columns();
    this.layout = layout;
    this.widths = new int[columns.size()];
    for (TableColumn column : columns) {
      headings.add(TerminalText.harmless(column.heading()));
    }
    for (List<Cell> row : table.rows()) {
      List<String> cells = new ArrayList<>();
      for (Cell cell : row) {
        cells.add(TerminalText.harmless(cell.text()));
      }
      rows.add(cells);
    }
    measure();
  }

  /** The lines of {@code table}. */
  static List<String> lines(Document.Block.Table table, LineLayout layout) {
    TextTable text = new TextTable(table, layout);
    if (layout.isNarrow(text.width())) {
      text.shortenNames();
    }
    return layout.isNarrow(text.width()) ? text.lists() : text.aligned();
  }

  private void measure() {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = TerminalText.width(headings.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], TerminalText.width(row.get(i)));
      }
      if (isName(i)) {
        widths[i] = Math.min(WIDEST_NAME, widths[i]);
      }
    }
  }

  private boolean isName(int column) {
    return columns.get(column).kind() == TableColumn.Kind.NAMES;
  }

  private int width() {
    int width = MARGIN.length() - GAP.length();
    for (int column : widths) {
      width += GAP.length() + column;
    }
    return width;
  }

  /** Takes what is missing from the widest names, as far as they stay recognizable. */
  private void shortenNames() {
    while (layout.isNarrow(width())) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        int least = Math.max(NARROWEST_NAME, TerminalText.width(headings.get(i)));
        if (isName(i) && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private List<String> aligned() {
    List<String> lines = new ArrayList<>();
    lines.add(line(headings));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder(MARGIN);
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP);
      String cell = row.get(i);
      if (isName(i)) {
        line.append(widths[i] > 0 ? fitted(cell, widths[i]) : "");
      } else {
        line.append(" ".repeat(widths[i] - TerminalText.width(cell))).append(cell);
      }
    }
    return line.toString().stripTrailing();
  }

  /** A name that is too long is cut at its end in a file, which stays as it always was. */
  private String fitted(String cell, int width) {
    return TerminalText.cell(
        layout.equals(LineLayout.FILE) ? cell : TerminalText.shortened(cell, width), width);
  }

  private static String padded(String heading, int width) {
    return heading + " ".repeat(Math.max(0, width - TerminalText.width(heading)));
  }

  /** Each row below the one before: its first name, then a line for each further cell. */
  private List<String> lists() {
    int widest = 0;
    for (String heading : headings) {
      widest = Math.max(widest, TerminalText.width(heading));
    }
    int room = Math.min(widest, layout.columns() * 2 / 5);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      boolean named = isName(0) && !row.get(0).isEmpty();
      if (named) {
        lines.addAll(LineFolding.fold(MARGIN + row.get(0), layout.columns()));
      }
      for (int i = named ? 1 : 0; i < widths.length; i++) {
        if (!isLeftOut(i, row.get(i))) {
          lines.addAll(
              LineFolding.fold(
                  "    " + padded(headings.get(i), room) + GAP + row.get(i),
                  layout.columns(),
                  " ".repeat(4 + room + GAP.length())));
        }
      }
    }
    return lines;
  }

  /** Nothing is said by an empty cell, nor by a mark for "nothing" that has no heading. */
  private boolean isLeftOut(int column, String cell) {
    return cell.isEmpty() || (cell.equals("-") && headings.get(column).isEmpty());
  }
}
