package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chart of a document, independent of how it is drawn. The numbers of every chart are also in the
 * text or a table of the document, so that nothing is lost where charts are not drawn.
 */
public sealed interface Chart {

  /** The heading of the chart. */
  String title();

  /** A description for readers who cannot see the chart. */
  String description();

  /**
   * A value that the others are compared with, drawn as a line.
   *
   * @param value the position on the axis
   * @param name the label of the line
   */
  record Reference(double value, String name) {
    public Reference {
      Objects.requireNonNull(name);
    }
  }

  /** How the numbers of an axis are written. */
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
   * The distribution of scores between 0 and 1: for each series, the share of its rows in bins of
   * equal width.
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
   * The number of rows of a series in each bin.
   *
   * @param name the name of the series
   * @param bins counts, lowest scores first
   */
  record Counts(String name, List<Long> bins) {
    public Counts {
      Objects.requireNonNull(name);
      bins = List.copyOf(bins);
    }
  }

  /**
   * Estimates below each other, each a point with its interval.
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
   * An estimate.
   *
   * @param name what is estimated
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
   * A reliability diagram: mean probabilities against observed shares, with the diagonal where both
   * are equal.
   *
   * @param points lowest probabilities first
   */
  record ReliabilityDiagram(String title, String description, List<Point> points) implements Chart {
    public ReliabilityDiagram {
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
   * @param names the labels of the positions 0, 1, 2, ... on the horizontal axis, such as dates;
   *     empty if positions are numbers
   * @param mark a vertical line at a position on the horizontal axis; {@code null} for none
   * @param span the ends of the vertical axis; {@code null} for those that suit the estimates
   * @param fromZero whether the horizontal axis begins at zero rather than at the first position
   */
  record TrendLine(
      String title,
      String description,
      String xAxis,
      String yAxis,
      Unit unit,
      @Nullable Reference reference,
      List<Line> lines,
      List<String> names,
      @Nullable Reference mark,
      @Nullable Span span,
      boolean fromZero)
      implements Chart {
    public TrendLine {
      lines = List.copyOf(lines);
      names = List.copyOf(names);
    }

    /** With a horizontal axis that begins at the first position. */
    TrendLine(
        String title,
        String description,
        String xAxis,
        String yAxis,
        Unit unit,
        @Nullable Reference reference,
        List<Line> lines,
        List<String> names,
        @Nullable Reference mark,
        @Nullable Span span) {
      this(title, description, xAxis, yAxis, unit, reference, lines, names, mark, span, false);
    }

    TrendLine(
        String title,
        String description,
        String xAxis,
        String yAxis,
        Unit unit,
        @Nullable Reference reference,
        List<Line> lines) {
      this(title, description, xAxis, yAxis, unit, reference, lines, List.of(), null, null);
    }
  }

  /** The ends of an axis. */
  record Span(double low, double high) {}

  /**
   * One line of a trend.
   *
   * @param name the name of the line
   * @param points from left to right
   * @param band the name of the ends of its intervals; empty for 95% intervals
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
   * An estimate at a position.
   *
   * @param x the position
   * @param estimate may lack an interval
   * @param note further facts, for example the number of rows
   * @param mark why it stands out, in a word; empty if it does not
   */
  record Point(double x, Estimate estimate, String note, String mark) {
    public Point {
      Objects.requireNonNull(estimate);
      Objects.requireNonNull(note);
      Objects.requireNonNull(mark);
    }

    Point(double x, Estimate estimate, String note) {
      this(x, estimate, note, "");
    }
  }
}
