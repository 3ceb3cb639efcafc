package dev.decorum.stats;

import java.util.Arrays;

/** Some of the rows of a sample. */
final class Rows {
  private Rows() {}

  /** The rows for which {@code in} is {@code value}, in their order. */
  static int[] where(boolean[] in, boolean value) {
    int[] rows = new int[in.length];
    int count = 0;
    for (int row = 0; row < in.length; row++) {
      if (in[row] == value) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** The values of some rows. */
  static double[] pick(double[] values, int[] rows) {
    double[] picked = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = values[rows[i]];
    }
    return picked;
  }
}
