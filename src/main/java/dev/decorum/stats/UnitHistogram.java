package dev.decorum.stats;

/**
 * The distribution of a stream of numbers between 0 and 1, in constant memory: exact count, mean,
 * minimum and maximum; quantiles to within {@link #RESOLUTION}. Not thread-safe.
 */
public final class UnitHistogram {
  private static final int BINS = 100_000;

  /** The width of a bin, and so the largest error of a quantile. */
  public static final double RESOLUTION = 1.0 / BINS;

  private final long[] counts = new long[BINS];
  private long count;
  private double sum;
  private double compensation;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /**
   * Takes one number in.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public void add(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("not between 0 and 1: " + value);
    }
    counts[bin(value)]++;
    count++;
    addToSum(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /** Neumaier's summation: the mean of a million numbers keeps its last digits. */
  private void addToSum(double value) {
    double next = sum + value;
    compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  /** How many numbers were taken in. */
  public long count() {
    return count;
  }

  /** The arithmetic mean; NaN without numbers. */
  public double mean() {
    return (sum + compensation) / count;
  }

  /** The smallest number; NaN without numbers. */
  public double min() {
    return count == 0 ? Double.NaN : min;
  }

  /** The largest number; NaN without numbers. */
  public double max() {
    return count == 0 ? Double.NaN : max;
  }

  /**
   * The smallest number such that at least a share {@code q} of all is not above it (Hyndman and
   * Fan 1996, type 1), to within {@link #RESOLUTION}; NaN without numbers.
   *
   * @param q between 0 and 1
   */
  public double quantile(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("a quantile lies between 0 and 1: " + q);
    }
    if (count == 0) {
      return Double.NaN;
    }
    long rank = Math.max(1, (long) Math.ceil(q * count));
    long seen = 0;
    for (int bin = 0; bin < BINS; bin++) {
      seen += counts[bin];
      if (seen >= rank) {
        double middle = (bin + 0.5) * RESOLUTION;
        return Math.min(max, Math.max(min, middle));
      }
    }
    return max;
  }

  /**
   * The counts in {@code bins} bins of equal width; each holds its lower edge, the last also 1.
   *
   * @param bins a divisor of 100,000
   */
  public long[] binned(int bins) {
    if (bins < 1 || BINS % bins != 0) {
      throw new IllegalArgumentException(bins + " bins do not divide " + BINS);
    }
    long[] binned = new long[bins];
    for (int bin = 0; bin < BINS; bin++) {
      binned[bin / (BINS / bins)] += counts[bin];
    }
    return binned;
  }

  /** The product may be rounded over an edge, but an edge as a quotient is exact: 0.29 is one. */
  private static int bin(double value) {
    int bin = Math.min(BINS - 1, (int) (value * BINS));
    if (value < (double) bin / BINS) {
      return bin - 1;
    }
    return bin < BINS - 1 && value >= (double) (bin + 1) / BINS ? bin + 1 : bin;
  }
}
