package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chart of a document, before anybody decides how it is drawn. The numbers of every chart also
 * stand in words or in a table of the same document, so that nothing is lost where none is drawn.
 */
public sealed interface Chart {

  /** What the chart shows, as its heading. */
  String title();

  /** What is to be seen in it, for those who do not see it. */
  String description();

  /**
   * A value that others are to be read against, drawn as a line.
   *
   * @param value where it is
   * @param name what it is called
   */
  record Reference(double value, String name) {
    public Reference {
      Objects.requireNonNull(name);
    }
  }

  /** How numbers of an axis are written. */
  enum Unit {
    /** 0 to 1 with three decimals. */
    PROBABILITY,
    /** A difference of probabilities, signed, shown in percentage points. */
    POINTS,
    /** 0 to 1, shown in percent. */
    SHARE,
    /** A number as it is. */
    NUMBER
  }

  /**
   * How scores are spread between 0 and 1: for every series the share of its rows in bins of equal
   * width.
   *
   * @param reference drawn across all bins; {@code null} for none
   * @param series at least one; all have the same number of bins
   */
  record Distribution(
      String title, String description, @Nullable Reference reference, List<Counts> series)
      implements Chart {
    public Distribution {
      series = List.copyOf(series);
    }
  }

  /**
   * How many rows of a series lie in each bin.
   *
   * @param name what the series is called
   * @param bins counts, lowest scores first
   */
  record Counts(String name, List<Long> bins) {
    public Counts {
      Objects.requireNonNull(name);
      bins = List.copyOf(bins);
    }
  }

  /**
   * Estimates one under the other, each a point with its interval.
   *
   * @param axis what the numbers are
   * @param unit how they are written
   * @param reference drawn across all of them; {@code null} for none
   * @param items from top to bottom
   */
  record Intervals(
      String title,
      String description,
      String axis,
      Unit unit,
      @Nullable Reference reference,
      List<Item> items)
      implements Chart {
    public Intervals {
      items = List.copyOf(items);
    }
  }

  /**
   * One estimate.
   *
   * @param name what it is of
   * @param estimate may lack an interval
   * @param note further facts, for example the number of rows
   */
  record Item(String name, Estimate estimate, String note) {
    public Item {
      Objects.requireNonNull(name);
      Objects.requireNonNull(estimate);
      Objects.requireNonNull(note);
    }
  }

  /**
   * Mean probabilities beside the shares that came true, with the diagonal on which both are equal.
   *
   * @param points lowest probabilities first
   */
  record Reliability(String title, String description, List<Point> points) implements Chart {
    public Reliability {
      points = List.copyOf(points);
    }
  }

  /**
   * Estimates in a row, joined by lines, with a band for their intervals.
   *
   * @param xAxis what is on the horizontal axis
   * @param yAxis what the estimates are
   * @param unit how they are written
   * @param reference a horizontal line; {@code null} for none
   * @param lines at least one
   * @param names what the places 0, 1, 2, ... on the horizontal axis are called, such as dates;
   *     empty where places are numbers
   */
  record Trend(
      String title,
      String description,
      String xAxis,
      String yAxis,
      Unit unit,
      @Nullable Reference reference,
      List<Line> lines,
      List<String> names)
      implements Chart {
    public Trend {
      lines = List.copyOf(lines);
      names = List.copyOf(names);
    }

    Trend(
        String title,
        String description,
        String xAxis,
        String yAxis,
        Unit unit,
        @Nullable Reference reference,
        List<Line> lines) {
      this(title, description, xAxis, yAxis, unit, reference, lines, List.of());
    }
  }

  /**
   * One line of a trend.
   *
   * @param name what it is called
   * @param points from left to right
   * @param band what the ends of its intervals are; empty for those of 95% intervals
   */
  record Line(String name, List<Point> points, String band) {
    public Line {
      Objects.requireNonNull(name);
      Objects.requireNonNull(band);
      points = List.copyOf(points);
    }

    Line(String name, List<Point> points) {
      this(name, points, "");
    }
  }

  /**
   * An estimate at a place.
   *
   * @param x the place
   * @param estimate may lack an interval
   * @param note further facts, for example the number of rows
   */
  record Point(double x, Estimate estimate, String note) {
    public Point {
      Objects.requireNonNull(estimate);
      Objects.requireNonNull(note);
    }
  }
}
