package dev.decorum.stats;

/** Sums that keep their last digits, and what follows from them. */
final class Moments {
  private Moments() {}

  /** The sum, by Neumaier's summation. */
  static double sum(double[] values) {
    double sum = 0;
    double compensation = 0;
    for (double value : values) {
      double next = sum + value;
      compensation +=
          Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }
    return sum + compensation;
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
