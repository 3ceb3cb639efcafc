package dev.decorum.report;

import java.util.Locale;

/**
 * Writes counts and sizes for sentences, and numbers for programs; {@link NumberFormat} has the
 * rest.
 */
public final class NumberText {
  private NumberText() {}

  /** A count with thousands separators. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A count with its unit, a noun whose plural ends with an s: {@code 1 row}, {@code 2 rows}. */
  public static String counted(long value, String unit) {
    return count(value) + " " + unit + (value == 1 ? "" : "s");
  }

  /** A count with its unit and an irregular plural: {@code 1 reply}, {@code 2 replies}. */
  public static String counted(long value, String unit, String plural) {
    return count(value) + " " + (value == 1 ? unit : plural);
  }

  /** A large number with two significant digits and thousands separators. */
  public static String roughly(double value) {
    if (!(value >= 100)) {
      return count(Math.round(value));
    }
    double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
    return count(Math.round(Math.round(value / unit) * unit));
  }

  /** A number of bytes in megabytes, with one decimal below 100 and none from 100 on. */
  public static String megabytes(long bytes) {
    double value = bytes / 1e6;
    return String.format(Locale.ROOT, value < 100 ? "%.1f MB" : "%,.0f MB", value);
  }

  /** A number with all digits, for programs: {@code 1200}, {@code 0.6612}, {@code 1.0E-5}. */
  static String exact(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
