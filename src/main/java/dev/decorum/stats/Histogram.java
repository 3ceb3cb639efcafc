package dev.decorum.stats;

/** The distribution of a stream of numbers, in constant memory. Not thread-safe. */
public interface Histogram {

  /**
   * Takes one number in.
   *
   * @throws IllegalArgumentException if it is none that may be taken in
   */
  void add(double value);

  /** How many numbers were taken in. */
  long count();

  /** The arithmetic mean; NaN without numbers. */
  double mean();

  /** The smallest number; NaN without numbers. */
  double min();

  /** The largest number; NaN without numbers. */
  double max();

  /**
   * The smallest number such that at least a share {@code q} of all is not above it, to within the
   * width of a bin; NaN without numbers.
   *
   * @param q between 0 and 1
   */
  double quantile(double q);
}
