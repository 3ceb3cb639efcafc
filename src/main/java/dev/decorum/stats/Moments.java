package dev.decorum.stats;

/** Sums that keep their last digits, and what follows from them. */
final class Moments {
  private Moments() {}

  /** The sum, as {@link CompensatedSum}. */
  static double sum(double[] values) {
    CompensatedSum sum = new CompensatedSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum.value();
  }

  /** The arithmetic mean; NaN without values. */
  static double mean(double[] values) {
    return sum(values) / values.length;
  }

  /** The sample variance, with one less than the number of values below; NaN for fewer than two. */
  static double variance(double[] values) {
    if (values.length < 2) {
      return Double.NaN;
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1);
  }
}
