package dev.decorum.stats;

import java.util.Random;

/** Numbers that several tests look at. */
final class Data {
  /** What is asked of random procedures where a test needs many draws. */
  static final Resampling RESAMPLING = new Resampling(1, 9_999);

  static final double[] X = {2.1, 3.4, 1.9, 5.6, 4.4, 3.8, 2.7, 4.9, 3.1, 6.0, 2.2, 4.1};
  static final int[] GROUPS = {0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 4, 5};

  /** Scores with ties in and between the classes. */
  static final double[] SCORES = {.1, .4, .35, .8, .8, .4, .65, .2, .4, .9, .55, .8};

  static final boolean[] LABELS = labels(0, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1);

  private Data() {}

  static boolean[] labels(int... ones) {
    boolean[] labels = new boolean[ones.length];
    for (int row = 0; row < ones.length; row++) {
      labels[row] = ones[row] == 1;
    }
    return labels;
  }

  static boolean[] not(boolean[] labels) {
    boolean[] others = new boolean[labels.length];
    for (int row = 0; row < labels.length; row++) {
      others[row] = !labels[row];
    }
    return others;
  }

  static double[] scaled(double[] values, double factor, double shift) {
    double[] scaled = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      scaled[row] = factor * values[row] + shift;
    }
    return scaled;
  }

  /** Every row {@code times} times, one after the other. */
  static double[] repeated(double[] values, int times) {
    double[] repeated = new double[values.length * times];
    for (int row = 0; row < repeated.length; row++) {
      repeated[row] = values[row / times];
    }
    return repeated;
  }

  /** 0 to {@code count - 1}. */
  static int[] ownCodes(int count) {
    int[] codes = new int[count];
    for (int row = 0; row < count; row++) {
      codes[row] = row;
    }
    return codes;
  }

  /** A random order of {@code count} rows. */
  static int[] shuffled(int count, long seed) {
    int[] order = ownCodes(count);
    Random random = new Random(seed);
    for (int row = count - 1; row > 0; row--) {
      int other = random.nextInt(row + 1);
      int kept = order[row];
      order[row] = order[other];
      order[other] = kept;
    }
    return order;
  }

  static double[] pick(double[] values, int[] order) {
    double[] picked = new double[order.length];
    for (int row = 0; row < order.length; row++) {
      picked[row] = values[order[row]];
    }
    return picked;
  }

  static int[] pick(int[] values, int[] order) {
    int[] picked = new int[order.length];
    for (int row = 0; row < order.length; row++) {
      picked[row] = values[order[row]];
    }
    return picked;
  }

  static boolean[] pick(boolean[] values, int[] order) {
    boolean[] picked = new boolean[order.length];
    for (int row = 0; row < order.length; row++) {
      picked[row] = values[order[row]];
    }
    return picked;
  }

  static double[] normal(int count, long seed) {
    Random random = new Random(seed);
    double[] values = new double[count];
    for (int row = 0; row < count; row++) {
      values[row] = random.nextGaussian();
    }
    return values;
  }
}
