package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The columns of a table whose rows are shown as they arrive, so that the widths are decided before
 * the first. On a narrow terminal names become shorter, and then columns are left out.
 */
final class RowColumns {
  /** Flags are rare; that much is kept free for one. */
  private static final int ROOM_FOR_FLAG = 11;

  private static final String GAP = "  ";

  private enum Kind {
    NAME,
    NUMBER,
    /** The last column, of any length. */
    REST
  }

  /**
   * A column.
   *
   * @param width its usual width, of a number with the gap before it
   * @param least the width down to which a name may be shortened
   * @param isSpared whether it is left out where there is no room, the last such column first
   */
  private record Column(String heading, Kind kind, int width, int least, boolean isSpared) {
    Column {
      Objects.requireNonNull(heading);
      Objects.requireNonNull(kind);
    }
  }

  private final LineLayout layout;
  private final List<Column> columns = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  RowColumns(LineLayout layout) {
    this.layout = layout;
  }

  RowColumns name(String heading, int width, int least) {
    columns.add(new Column(heading, Kind.NAME, width, least, false));
    return this;
  }

  /** Adds a column of names that may be left out. */
  RowColumns sparedName(String heading, int width, int least) {
    columns.add(new Column(heading, Kind.NAME, width, least, true));
    return this;
  }

  RowColumns number(String heading, int width) {
    columns.add(new Column(heading, Kind.NUMBER, width, width, false));
    return this;
  }

  /** Adds a column of numbers that may be left out. */
  RowColumns sparedNumber(String heading, int width) {
    columns.add(new Column(heading, Kind.NUMBER, width, width, true));
    return this;
  }

  /** Adds the last column. */
  RowColumns rest(String heading) {
    columns.add(new Column(heading, Kind.REST, 0, 0, false));
    return this;
  }

  /** Decides the widths, and returns the line of the headings. */
  String header() {
    columns.forEach(column -> widths.add(column.width()));
    shorten();
    for (int i = columns.size() - 1; i >= 0 && excess() > 0; i--) {
      if (columns.get(i).isSpared()) {
        widths.set(i, 0);
        leftOut.add(0, columns.get(i).heading());
      }
    }
    if (!leftOut.isEmpty()) {
      lengthen();
    }
    List<String> headings = new ArrayList<>(columns.stream().map(Column::heading).toList());
    String line = line(headings);
    if (!layout.isNarrow(TerminalText.width(line))) {
      return line;
    }
    headings.set(headings.size() - 1, "");
    return line(headings);
  }

  /** The columns that are left out. */
  List<String> leftOut() {
    return leftOut;
  }

  private int excess() {
    int width = ROOM_FOR_FLAG;
    for (int i = 0; i < columns.size(); i++) {
      boolean isShown = widths.get(i) > 0;
      width += widths.get(i) + (i > 0 && isShown && columns.get(i).kind() == Kind.NAME ? 2 : 0);
    }
    return layout.isNarrow(width) ? width - layout.columns() : 0;
  }

  private void shorten() {
    for (int excess = excess(); excess > 0; excess = excess()) {
      int widest = -1;
      for (int i = 0; i < columns.size(); i++) {
        if (widths.get(i) > columns.get(i).least()
            && (widest < 0 || widths.get(i) > widths.get(widest))) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths.set(widest, widths.get(widest) - 1);
    }
  }

  /** Gives names back what has become free by leaving columns out. */
  private void lengthen() {
    boolean grew = true;
    while (grew) {
      grew = false;
      for (int i = 0; i < columns.size(); i++) {
        int width = widths.get(i);
        if (width > 0 && width < columns.get(i).width()) {
          widths.set(i, width + 1);
          if (excess() > 0) {
            widths.set(i, width);
          } else {
            grew = true;
          }
        }
      }
    }
  }

  /** The line of a row. */
  String line(List<String> cells) {
    StringBuilder line = new StringBuilder(96);
    for (int i = 0; i < columns.size(); i++) {
      int width = widths.get(i);
      switch (columns.get(i).kind()) {
        case NAME -> {
          if (width > 0) {
            line.append(i == 0 ? "" : GAP).append(name(cells.get(i), width));
          }
        }
        case NUMBER -> {
          if (width > 0) {
            line.append(" ".repeat(Math.max(0, width - cells.get(i).length())));
            line.append(cells.get(i));
          }
        }
        case REST -> line.append(GAP).append(TerminalText.harmless(cells.get(i)));
      }
    }
    return line.toString().stripTrailing();
  }

  private String name(String name, int width) {
    return TerminalText.cell(
        layout.equals(LineLayout.FILE) ? name : TerminalText.shortened(name, width), width);
  }
}
