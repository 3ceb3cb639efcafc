package dev.decorum.report;

import java.util.List;

/** Columns of tables whose cells are words, given row by row. */
final class Tables {
  private Tables() {}

  /**
   * Columns that take their cells from lists of words.
   *
   * @param names how many of them are names; the others are values
   */
  static Columns<List<String>> words(int names, List<String> headings) {
    Columns<List<String>> columns = new Columns<>();
    for (int i = 0; i < headings.size(); i++) {
      int place = i;
      if (i < names) {
        columns.name(headings.get(i), row -> row.get(place));
      } else {
        columns.remark(headings.get(i), row -> row.get(place));
      }
    }
    return columns;
  }
}
