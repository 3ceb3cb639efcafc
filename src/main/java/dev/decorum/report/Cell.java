package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.Objects;

/** A cell of a table: words, or numbers with all of their digits. */
public sealed interface Cell {

  /** An empty cell. An unknown number is a {@link Quantity}. */
  Cell EMPTY = new Words("");

  /** The text of the cell. */
  String text();

  /**
   * The number of the cell, in the unit in which it was computed, not the one in which it is
   * written: a half is 0.5, not 50 percent. NaN if there is no number or it is unknown.
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

  /** A number; NaN if it is unknown. */
  record Quantity(double value, NumberFormat format) implements Cell {
    public Quantity {
      Objects.requireNonNull(format);
    }

    @Override
    public String text() {
      return format.text(value);
    }
  }

  /** A number followed by its interval, if there is one. */
  record Estimated(Estimate estimate, NumberFormat format) implements Cell {
    public Estimated {
      Objects.requireNonNull(estimate);
      Objects.requireNonNull(format);
    }

    @Override
    public String text() {
      return format.withInterval(estimate);
    }

    /** The number without its interval. */
    String number() {
      return format.text(estimate.value());
    }

    /** The interval in brackets; empty if there is none. */
    String interval() {
      return format.inBrackets(estimate);
    }

    @Override
    public double value() {
      return estimate.value();
    }
  }

  /** Two numbers that bound a range, such as the ends of an interval; NaN if they are unknown. */
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
      return NumberText.count(first) + " / " + NumberText.count(second);
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
