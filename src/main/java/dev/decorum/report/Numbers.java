package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.Locale;
import java.util.function.DoubleFunction;

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

  /** A difference of probabilities or another small number, signed, with three decimals. */
  public static String signed(double value) {
    return Double.isNaN(value) ? "-" : unsignedZero(String.format(Locale.ROOT, "%+.3f", value));
  }

  /** A difference of shares in percentage points, signed, with one decimal. */
  public static String points(double value) {
    return Double.isNaN(value)
        ? "-"
        : unsignedZero(String.format(Locale.ROOT, "%+.1f", value * 100));
  }

  /** A difference of lengths in characters, signed, with one decimal. */
  public static String characters(double value) {
    return Double.isNaN(value) ? "-" : unsignedZero(String.format(Locale.ROOT, "%+.1f", value));
  }

  /** The size of a difference of shares in percentage points, without its sign. */
  public static String unsignedPoints(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", Math.abs(value) * 100);
  }

  /** A large number with two digits that count, thousands apart. */
  public static String roughly(double value) {
    if (!(value >= 100)) {
      return count(Math.round(value));
    }
    double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
    return count(Math.round(Math.round(value / unit) * unit));
  }

  private static String unsignedZero(String number) {
    return number.matches("[-+]0\\.0+") ? number.substring(1) : number;
  }

  /** A p-value or q-value: three decimals, or that it is below 0.001. */
  public static String pValue(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return value < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** The ends of an interval, for example {@code 0.710 to 0.762}. */
  public static String interval(Estimate estimate, DoubleFunction<String> format) {
    return estimate.hasInterval()
        ? format.apply(estimate.low()) + " to " + format.apply(estimate.high())
        : "-";
  }

  /** A number with its interval in brackets, where percent signs are not repeated. */
  public static String withInterval(Estimate estimate, DoubleFunction<String> format) {
    return estimate.hasInterval()
        ? format.apply(estimate.value()) + " (" + interval(estimate, format).replace("%", "") + ")"
        : format.apply(estimate.value());
  }

  /** A count with thousands apart. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A count with its unit, which is a noun that takes an s: {@code 1 row}, {@code 2 rows}. */
  public static String counted(long value, String unit) {
    return count(value) + " " + unit + (value == 1 ? "" : "s");
  }

  /** A count with its unit, whose plural is its own: {@code 1 reply}, {@code 2 replies}. */
  public static String counted(long value, String unit, String plural) {
    return count(value) + " " + (value == 1 ? unit : plural);
  }

  /** A number of bytes in megabytes: one decimal below 100, none from there on. */
  public static String megabytes(long bytes) {
    double value = bytes / 1e6;
    return String.format(Locale.ROOT, value < 100 ? "%.1f MB" : "%,.0f MB", value);
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
