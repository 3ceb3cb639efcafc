package dev.decorum.stats;

import java.util.Arrays;

/** The order of numbers, without an object for each. */
final class Order {
  private Order() {}

  /** Rows by ascending value, equal values in the order of their rows. */
  static int[] ascending(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int[] taken = new int[values.length];
    int[] order = new int[values.length];
    for (int row = 0; row < values.length; row++) {
      int first = below(sorted, values[row]);
      order[first + taken[first]++] = row;
    }
    return order;
  }

  /** How many of the ascending numbers are below {@code value}. */
  static int below(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many of the ascending numbers are not above {@code value}. */
  static int notAbove(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
