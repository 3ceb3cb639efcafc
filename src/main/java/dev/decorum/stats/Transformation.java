package dev.decorum.stats;

/** What a quantity is transformed by, so that its interval is symmetric. */
public enum Transformation {
  /** For quantities without bounds, and for means of many rows. */
  IDENTITY,
  /** For quantities between 0 and 1. */
  LOGIT,
  /** Fisher's z, for correlations: quantities between -1 and 1. */
  FISHER;

  /** Sums of shares that should be 1 are not always. */
  private static final double ROUNDING = 1e-12;

  /**
   * The interval {@code value ± critical * standardError}, taken of the transformed value by the
   * delta method.
   *
   * @param critical how many standard errors to go either way
   */
  Estimate interval(double value, double standardError, double critical) {
    double reach = critical * standardError;
    return switch (this) {
      case IDENTITY -> new Estimate(value, standardError, value - reach, value + reach);
      case LOGIT -> {
        double transformed = Math.log(value / (1 - value));
        double step = reach / (value * (1 - value));
        yield new Estimate(
            value, standardError, logistic(transformed - step), logistic(transformed + step));
      }
      case FISHER -> {
        double transformed = 0.5 * Math.log((1 + value) / (1 - value));
        double step = reach / (1 - value * value);
        yield new Estimate(
            value, standardError, Math.tanh(transformed - step), Math.tanh(transformed + step));
      }
    };
  }

  /** Whether {@code value} is at an end of its range, where no interval can be taken. */
  boolean isAtEnd(double value) {
    return switch (this) {
      case IDENTITY -> false;
      case LOGIT -> value <= ROUNDING || value >= 1 - ROUNDING;
      case FISHER -> Math.abs(value) >= 1 - ROUNDING;
    };
  }

  /** The logistic function, 1 / (1 + exp(-x)). */
  public static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
