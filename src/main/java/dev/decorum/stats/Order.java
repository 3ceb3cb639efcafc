package dev.decorum.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The order of numbers, without an object for each. */
public final class Order {
  private Order() {}

  /**
   * An order that follows from what rows hold and not from where they stood: resampling draws rows
   * and clusters by their numbers, so its digits would change with the order of files.
   *
   * <p>Rows are ordered by their values, and equal ones by the values of all rows of their cluster.
   * Rows that are still equal then can be exchanged without a change of any number, where rows
   * belong together in one way; of two ways, rows may be left that differ by what their clusters
   * share.
   *
   * @param values of each row, the first ones first; at least one column
   * @param clusters a column of codes for each way of belonging together; a row with a negative
   *     code belongs to no other
   * @return the numbers of the rows
   */
  public static int[] byContent(List<double[]> values, List<int[]> clusters) {
    int[] order = by(values);
    int[] ranks = ranks(order, values);
    List<double[]> keys = new ArrayList<>(values);
    for (int[] codes : clusters) {
      keys.add(signatures(order, ranks, codes));
    }
    return clusters.isEmpty() ? order : by(keys);
  }

  private static int[] by(List<double[]> keys) {
    int[] order = ascending(keys.get(keys.size() - 1));
    for (int key = keys.size() - 2; key >= 0; key--) {
      double[] values = keys.get(key);
      int[] before = order;
      int[] next = ascending(Arrays.stream(before).mapToDouble(row -> values[row]).toArray());
      order = Arrays.stream(next).map(place -> before[place]).toArray();
    }
    return order;
  }

  /** The place of each row in {@code order}, the same for equal rows. */
  private static int[] ranks(int[] order, List<double[]> values) {
    int[] ranks = new int[order.length];
    for (int i = 1; i < order.length; i++) {
      int row = order[i];
      int before = order[i - 1];
      boolean equal = true;
      for (double[] column : values) {
        equal &= column[row] == column[before];
      }
      ranks[row] = equal ? ranks[before] : i;
    }
    return ranks;
  }

  /** For each row a number that follows from the ranks of all rows of its cluster. */
  private static double[] signatures(int[] order, int[] ranks, int[] codes) {
    long[] ofCluster = new long[Arrays.stream(codes).max().orElse(-1) + 1];
    for (int row : order) {
      if (codes[row] >= 0) {
        long mixed = (ofCluster[codes[row]] ^ (ranks[row] + 1L)) * 0x9E3779B97F4A7C15L;
        ofCluster[codes[row]] = mixed ^ (mixed >>> 29);
      }
    }
    return Arrays.stream(codes)
        // 53 bits are all that a double holds.
        .mapToDouble(code -> code < 0 ? 0 : ofCluster[code] >>> 11)
        .toArray();
  }

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
