package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.Locale;

/**
 * How numbers of each kind are written for people: the same way in sentences, tables and notes of
 * charts, on a terminal, in Markdown and on a page. Unknown numbers are dashes.
 */
public enum NumberFormat {
  /** A probability, with as many decimals as the model card prints; a reward: {@code 0.723}. */
  PROBABILITY,

  /** A number of a training, with the decimals of the table in a model card: {@code 0.6931}. */
  CARD,

  /** A difference of probabilities or of rewards: {@code +0.041}. */
  SIGNED,

  /** The size of such a difference: {@code 0.041}. */
  SIZE,

  /** A share between 0 and 1: {@code 41.2%}. */
  SHARE("%"),

  /** A round share between 0 and 1: {@code 25%}. */
  ROUND_SHARE("%"),

  /** A difference of shares or of probabilities in percentage points: {@code +4.1}. */
  POINTS,

  /** The size of such a difference: {@code 4.1}. */
  POINTS_SIZE,

  /** A difference from the baseline, in percent of it: {@code +7.6%}. */
  DELTA_PERCENT("%"),

  /** A mean of counts, such as tokens: {@code 152.4}. */
  MEAN_COUNT,

  /** A difference of lengths, or of other means of counts: {@code +12.5}. */
  COUNT_DIFFERENCE,

  /** A p-value or q-value, which is never zero: {@code 0.049}, {@code <0.001}. */
  P_VALUE,

  /** A whole number with thousands separators: {@code 1,200}. */
  COUNT,

  /** A rate: {@code 9.9}, and from 10 on {@code 12,346}. */
  RATE,

  /** A number of any size, such as a learning rate: {@code 9.80e-06}. */
  SCIENTIFIC,

  /** A factor: {@code 1.25x}, and from 10 on {@code 12.5x}. */
  FACTOR("x"),

  /** A time span: {@code 0.04 s}, {@code 0.8 s}, {@code 42 s}, {@code 3:07}, {@code 1:02:33}. */
  SECONDS,

  /** A number of bytes in memory: {@code 412 MB}. */
  MEMORY(" MB");

  private static final String UNKNOWN = "-";

  private final String unit;

  NumberFormat() {
    this("");
  }

  NumberFormat(String unit) {
    this.unit = unit;
  }

  /** The number with its unit. */
  public String text(double value) {
    return Double.isNaN(value) ? UNKNOWN : digits(value) + unit;
  }

  /** A range, each end with its unit: {@code 41.2% to 44.0%}. */
  public String range(double low, double high) {
    return text(low) + " to " + text(high);
  }

  /** The interval, each end with its unit; a dash if there is none. */
  public String interval(Estimate estimate) {
    return estimate.hasInterval() ? range(estimate.low(), estimate.high()) : UNKNOWN;
  }

  /** The interval to follow its number, without repeating the unit; empty if there is none. */
  String inBrackets(Estimate estimate) {
    return estimate.hasInterval()
        ? "(" + digits(estimate.low()) + " to " + digits(estimate.high()) + ")"
        : "";
  }

  /** A number with its interval, if there is one: {@code 41.2% (38.4 to 44.0)}. */
  public String withInterval(Estimate estimate) {
    String number = text(estimate.value());
    return estimate.hasInterval() ? number + " " + inBrackets(estimate) : number;
  }

  private String digits(double value) {
    return switch (this) {
      case PROBABILITY -> decimals("%.3f", value);
      case CARD -> decimals("%.4f", value);
      case SIGNED -> signed(value, "%.3f", 0.0005);
      case SIZE -> decimals("%.3f", Math.abs(value));
      case SHARE -> decimals("%.1f", value * 100);
      case ROUND_SHARE -> Long.toString(Math.round(value * 100));
      case POINTS -> signed(value * 100, "%.1f", 0.05);
      case POINTS_SIZE -> decimals("%.1f", Math.abs(value) * 100);
      case DELTA_PERCENT -> decimals("%+.1f", value);
      case MEAN_COUNT -> decimals("%.1f", value);
      case COUNT_DIFFERENCE -> signed(value, "%.1f", 0.05);
      case P_VALUE -> value < 0.001 ? "<0.001" : decimals("%.3f", value);
      case COUNT -> NumberText.count((long) value);
      case RATE -> decimals(value < 10 ? "%.1f" : "%,.0f", value);
      case SCIENTIFIC -> decimals("%.2e", value);
      case FACTOR -> decimals(value < 10 ? "%.2f" : "%.1f", value);
      case SECONDS -> span(value);
      case MEMORY -> NumberText.count(Math.round(value / 1e6));
    };
  }

  private static String decimals(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }

  /** The number with its sign, unless it rounds to zero, that is, is below {@code half}. */
  private static String signed(double value, String pattern, double half) {
    if (Math.abs(value) < half) {
      return decimals(pattern, 0);
    }
    return (value > 0 ? "+" : "") + decimals(pattern, value);
  }

  private static String span(double seconds) {
    if (seconds < 0.1) {
      return decimals("%.2f s", seconds);
    }
    if (seconds < 10) {
      return decimals("%.1f s", seconds);
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
