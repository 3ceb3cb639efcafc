package dev.decorum.stats;

import java.util.Arrays;

/** p-values of several tests looked at together. NaN stands for a test that could not be made. */
public final class MultipleTesting {
  private MultipleTesting() {}

  /**
   * Holm's (1979) step-down adjustment: of all true hypotheses, one or more are rejected at 0.05 in
   * at most 5% of studies.
   */
  public static double[] holm(double[] pValues) {
    int[] order = made(pValues);
    double[] adjusted = filled(pValues.length);
    double highest = 0;
    for (int i = 0; i < order.length; i++) {
      highest = Math.max(highest, Math.min(1, (order.length - i) * pValues[order[i]]));
      adjusted[order[i]] = highest;
    }
    return adjusted;
  }

  /**
   * Benjamini and Hochberg's (1995) q-values: of what is called different at q below 0.05, at most
   * 5% are expected to be false.
   */
  public static double[] benjaminiHochberg(double[] pValues) {
    int[] order = made(pValues);
    double[] adjusted = filled(pValues.length);
    double lowest = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      lowest = Math.min(lowest, pValues[order[i]] * order.length / (i + 1));
      adjusted[order[i]] = lowest;
    }
    return adjusted;
  }

  /** The tests that were made, smallest p-value first. */
  private static int[] made(double[] pValues) {
    int[] rows = new int[pValues.length];
    double[] values = new double[pValues.length];
    int count = 0;
    for (int row = 0; row < pValues.length; row++) {
      if (!Double.isNaN(pValues[row])) {
        rows[count] = row;
        values[count++] = pValues[row];
      }
    }
    int[] order = Order.ascending(Arrays.copyOf(values, count));
    for (int i = 0; i < count; i++) {
      order[i] = rows[order[i]];
    }
    return order;
  }

  private static double[] filled(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
