package dev.decorum.report;

import java.util.Locale;

/** How numbers look to people, the same in every table. */
public final class Numbers {
  private Numbers() {}

  /** A probability with three decimals, as the model card prints it. */
  public static String probability(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** A difference to the baseline in percent, signed, with one decimal. */
  public static String deltaPercent(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%+.1f%%", value);
  }

  /** A share between 0 and 1 in percent, with one decimal. */
  public static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f%%", value * 100);
  }

  /** A count with thousands apart. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A rate: one decimal below 10, none from there on, thousands apart. */
  public static String rate(double value) {
    return value < 10
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }

  /**
   * A time span as {@code 0.04 s}, {@code 0.8 s}, {@code 42 s}, {@code 3:07} or {@code 1:02:33}.
   */
  public static String seconds(double seconds) {
    if (seconds < 0.1) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
