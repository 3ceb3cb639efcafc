package dev.decorum.score;

/**
 * Rows that a run did not compute, since an earlier one had, or the run itself before it was
 * interrupted. They say nothing of its speed.
 *
 * @param rows the number of rows
 * @param tokens their tokens
 */
public record ReusedRows(long rows, long tokens) {

  /** All rows were computed. */
  public static final ReusedRows NONE = new ReusedRows(0, 0);
}
