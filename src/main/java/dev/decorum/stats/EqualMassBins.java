package dev.decorum.stats;

import java.util.Arrays;

/**
 * Rows in bins of about equal size by a value, lowest first. Equal values are never in two bins, so
 * there may be fewer bins than asked for.
 */
public final class EqualMassBins {
  private final int[] binOfRow;
  private final int count;

  private EqualMassBins(int[] binOfRow, int count) {
    this.binOfRow = binOfRow;
    this.count = count;
  }

  /**
   * Bins rows: a bin ends after the first group of equal values with which the rows so far reach
   * the next multiple of {@code rows / target}.
   */
  public static EqualMassBins of(double[] values, int target) {
    int[] order = Order.ascending(values);
    int rows = order.length;
    int[] binOfRow = new int[rows];
    int bin = 0;
    long boundary = 1;
    boolean open = false;
    for (int start = 0; start < rows; ) {
      int end = start;
      while (end < rows && values[order[end]] == values[order[start]]) {
        binOfRow[order[end++]] = bin;
      }
      open = (long) end * target < rows * boundary;
      if (!open) {
        boundary = (long) end * target / rows + 1;
        bin++;
      }
      start = end;
    }
    return new EqualMassBins(binOfRow, open ? bin + 1 : bin);
  }

  /** How many bins there are. */
  public int count() {
    return count;
  }

  /** The bin of a row, from 0. */
  public int bin(int row) {
    return binOfRow[row];
  }

  /** The rows of each bin, in their order. */
  public int[][] members() {
    int[] sizes = new int[count];
    for (int bin : binOfRow) {
      sizes[bin]++;
    }
    int[][] members = new int[count][];
    for (int bin = 0; bin < count; bin++) {
      members[bin] = new int[sizes[bin]];
    }
    Arrays.fill(sizes, 0);
    for (int row = 0; row < binOfRow.length; row++) {
      members[binOfRow[row]][sizes[binOfRow[row]]++] = row;
    }
    return members;
  }
}
