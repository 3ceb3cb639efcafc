package dev.decorum.stats;

import java.io.Serializable;

/**
 * The distribution of a stream of numbers between 0 and 1, in constant memory: exact count, mean,
 * minimum and maximum; quantiles to within {@link #RESOLUTION}. Not thread-safe.
 */
public final class UnitHistogram implements Histogram, Serializable {
  private static final long serialVersionUID = 1;

  private static final int BINS = 100_000;

  /** The width of a bin, and so the largest error of a quantile. */
  public static final double RESOLUTION = 1.0 / BINS;

  private final int bins;
  private final long[] counts;
  private long count;
  private final CompensatedSum sum = new CompensatedSum();
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Quantiles are right to within {@link #RESOLUTION}. */
  public UnitHistogram() {
    this(BINS);
  }

  /**
   * A smaller one.
   *
   * @param bins whose width is the largest error of a quantile
   */
  public UnitHistogram(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException(bins + " bins");
    }
    this.bins = bins;
    this.counts = new long[bins];
  }

  /**
   * Takes one number in.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  @Override
  public void add(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("not between 0 and 1: " + value);
    }
    counts[bin(value)]++;
    count++;
    sum.add(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /**
   * Takes in all numbers of another stream.
   *
   * @throws IllegalArgumentException if it has other bins
   */
  public void add(UnitHistogram other) {
    if (other.bins != bins) {
      throw new IllegalArgumentException(other.bins + " bins, not " + bins);
    }
    for (int bin = 0; bin < bins; bin++) {
      counts[bin] += other.counts[bin];
    }
    count += other.count;
    sum.add(other.sum);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** How many numbers were taken in. */
  @Override
  public long count() {
    return count;
  }

  /** The arithmetic mean; NaN without numbers. */
  @Override
  public double mean() {
    return sum.value() / count;
  }

  /** The smallest number; NaN without numbers. */
  @Override
  public double min() {
    return count == 0 ? Double.NaN : min;
  }

  /** The largest number; NaN without numbers. */
  @Override
  public double max() {
    return count == 0 ? Double.NaN : max;
  }

  /**
   * The smallest number such that at least a share {@code q} of all is not above it (Hyndman and
   * Fan 1996, type 1), to within the width of a bin; NaN without numbers.
   *
   * @param q between 0 and 1
   */
  @Override
  public double quantile(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("a quantile lies between 0 and 1: " + q);
    }
    if (count == 0) {
      return Double.NaN;
    }
    long rank = Math.max(1, (long) Math.ceil(q * count));
    long seen = 0;
    for (int bin = 0; bin < bins; bin++) {
      seen += counts[bin];
      if (seen >= rank) {
        double middle = (bin + 0.5) / bins;
        return Math.min(max, Math.max(min, middle));
      }
    }
    return max;
  }

  /**
   * The counts in {@code fewer} bins of equal width; each holds its lower edge, the last also 1.
   *
   * @param fewer a divisor of the number of bins, which is 100,000 unless another was chosen
   */
  public long[] binned(int fewer) {
    if (fewer < 1 || bins % fewer != 0) {
      throw new IllegalArgumentException(fewer + " bins do not divide " + bins);
    }
    long[] binned = new long[fewer];
    for (int bin = 0; bin < bins; bin++) {
      binned[bin / (bins / fewer)] += counts[bin];
    }
    return binned;
  }

  /** The product may be rounded over an edge, but an edge as a quotient is exact: 0.29 is one. */
  private int bin(double value) {
    int bin = Math.min(bins - 1, (int) (value * bins));
    if (value < (double) bin / bins) {
      return bin - 1;
    }
    return bin < bins - 1 && value >= (double) (bin + 1) / bins ? bin + 1 : bin;
  }
}
