package dev.decorum.stats;

/**
 * A number and its uncertainty.
 *
 * @param value the point estimate; NaN where the data do not define it
 * @param standardError its standard error; NaN where the interval does not rest on one
 * @param low lower end of the 95% interval; NaN where it is unknown
 * @param high upper end of the 95% interval; NaN where it cannot be told
 */
public record Estimate(double value, double standardError, double low, double high) {

  /** The confidence level of every interval. */
  public static final double LEVEL = 0.95;

  /** The probability below the upper end of a two-sided interval. */
  static final double UPPER_TAIL = 1 - (1 - LEVEL) / 2;

  /** What the data do not define. */
  public static final Estimate UNDEFINED =
      new Estimate(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** A number whose error is unknown. */
  public static Estimate withoutInterval(double value) {
    return new Estimate(value, Double.NaN, Double.NaN, Double.NaN);
  }

  /** Whether there is an interval. */
  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** Whether both ends of the interval are on the same side of {@code point}. */
  public boolean excludes(double point) {
    return low > point || high < point;
  }

  /**
   * The same estimate on the scale {@code factor * x + shift}; a negative factor swaps the ends.
   */
  public Estimate scaled(double factor, double shift) {
    double a = factor * low + shift;
    double b = factor * high + shift;
    return new Estimate(
        factor * value + shift,
        Math.abs(factor) * standardError,
        factor < 0 ? b : a,
        factor < 0 ? a : b);
  }

  /** The same estimate with its interval cut to what is possible. */
  public Estimate within(double lowest, double highest) {
    return new Estimate(
        value,
        standardError,
        Math.max(lowest, Math.min(highest, low)),
        Math.max(lowest, Math.min(highest, high)));
  }
}
