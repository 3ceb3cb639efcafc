package dev.decorum.stats;

import java.io.Serializable;

/**
 * The distribution of a stream of numbers without bounds, in constant memory: exact count, mean,
 * minimum and maximum; quantiles to within 0.0002 near 0, 0.001 near 10 and 1% far out. Not
 * thread-safe.
 */
public final class RewardHistogram implements Histogram, Serializable {
  private static final long serialVersionUID = 1;

  private static final int BINS = 100_000;

  /** Half of all bins are between its negative and itself. */
  private static final double MIDDLE = 4;

  private final UnitHistogram squashed;
  private final CompensatedSum sum = new CompensatedSum();
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  public RewardHistogram() {
    this(BINS);
  }

  /**
   * A smaller one.
   *
   * @param bins 100,000 have the precision above, fewer accordingly less
   */
  public RewardHistogram(int bins) {
    squashed = new UnitHistogram(bins);
  }

  /**
   * Takes one number in.
   *
   * @throws IllegalArgumentException if it is none
   */
  @Override
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("no number: " + value);
    }
    squashed.add(0.5 + Math.atan(value / MIDDLE) / Math.PI);
    sum.add(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /**
   * Takes in all numbers of another stream.
   *
   * @throws IllegalArgumentException if it has other bins
   */
  public void add(RewardHistogram other) {
    squashed.add(other.squashed);
    sum.add(other.sum);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** How many numbers were taken in. */
  @Override
  public long count() {
    return squashed.count();
  }

  /** The arithmetic mean; NaN without numbers. */
  @Override
  public double mean() {
    return sum.value() / count();
  }

  /** The smallest number; NaN without numbers. */
  @Override
  public double min() {
    return count() == 0 ? Double.NaN : min;
  }

  /** The largest number; NaN without numbers. */
  @Override
  public double max() {
    return count() == 0 ? Double.NaN : max;
  }

  /**
   * The smallest number such that at least a share {@code q} of all is not above it, to within the
   * width of a bin; NaN without numbers.
   *
   * @param q between 0 and 1
   */
  @Override
  public double quantile(double q) {
    if (count() == 0) {
      return Double.NaN;
    }
    double value = MIDDLE * Math.tan(Math.PI * (squashed.quantile(q) - 0.5));
    return Math.min(max, Math.max(min, value));
  }
}
