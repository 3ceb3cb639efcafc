package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.Objects;

/** What stands in a column of a table: words, or numbers with all of their digits. */
public sealed interface Cell {

  /** Nothing, because nothing belongs there; a number that is not known is a {@link Quantity}. */
  Cell EMPTY = new Words("");

  /** The cell as it is read. */
  String text();

  /**
   * The number of the cell, in the unit in which it was computed and not in the one in which it is
   * written: a share of a half is 0.5 and not 50. NaN where there is none or where it is not known.
   */
  double value();

  /** Words. */
  record Words(String text) implements Cell {
    public Words {
      Objects.requireNonNull(text);
    }

    @Override
    public double value() {
      return Double.NaN;
    }
  }

  /** A number; NaN where it is not known. */
  record Quantity(double value, NumberFormat format) implements Cell {
    public Quantity {
      Objects.requireNonNull(format);
    }

    @Override
    public String text() {
      return format.text(value);
    }
  }

  /** A number with its interval behind it, where there is one. */
  record Estimated(Estimate estimate, NumberFormat format) implements Cell {
    public Estimated {
      Objects.requireNonNull(estimate);
      Objects.requireNonNull(format);
    }

    @Override
    public String text() {
      return format.withInterval(estimate);
    }

    /** The cell without its interval. */
    String number() {
      return format.text(estimate.value());
    }

    /** The interval in brackets; empty where there is none. */
    String interval() {
      return format.inBrackets(estimate);
    }

    @Override
    public double value() {
      return estimate.value();
    }
  }

  /** From one number to another, such as the ends of an interval; NaN where they are not known. */
  record Range(double low, double high, NumberFormat format) implements Cell {
    public Range {
      Objects.requireNonNull(format);
    }

    @Override
    public String text() {
      return Double.isNaN(low) || Double.isNaN(high)
          ? format.text(Double.NaN)
          : format.range(low, high);
    }

    @Override
    public double value() {
      return Double.isNaN(high) ? Double.NaN : low;
    }
  }

  /** Counts of the two sides of a comparison; the first is the number of the cell. */
  record Counts(long first, long second) implements Cell {
    @Override
    public String text() {
      return Numbers.count(first) + " / " + Numbers.count(second);
    }

    @Override
    public double value() {
      return first;
    }
  }

  static Cell words(String text) {
    return new Words(text);
  }

  static Cell count(long count) {
    return new Quantity(count, NumberFormat.COUNT);
  }

  static Cell number(double value, NumberFormat format) {
    return new Quantity(value, format);
  }

  static Cell estimate(Estimate estimate, NumberFormat format) {
    return new Estimated(estimate, format);
  }

  /** The interval of {@code estimate} alone. */
  static Cell interval(Estimate estimate, NumberFormat format) {
    return new Range(estimate.low(), estimate.high(), format);
  }

  static Cell range(double low, double high, NumberFormat format) {
    return new Range(low, high, format);
  }
}
