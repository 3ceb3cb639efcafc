package dev.decorum.report;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Metric;
import dev.decorum.audit.Trend;
import dev.decorum.score.Scale;
import dev.decorum.stats.ChartPoint;
import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** The charts of an audit: each number, and each slice, from night to night. */
final class AuditCharts {
  /** More small charts than this are not looked at. */
  private static final int MOST_SMALL = 24;

  /** The room above and below the estimates of small charts, as a share of their range. */
  private static final double MARGIN = 0.05;

  private static final String NIGHTS =
      "Each night with its 95% interval; beyond the limits the chart alarms.";

  private AuditCharts() {}

  /** Adds a chart for every number that was followed over several nights and was not always 0. */
  static void add(Document document, Audit audit) {
    double baseline = audit.tonight().run().baselineOrNaN();
    for (Trend trend : audit.trends()) {
      if (isWorthDrawing(trend)) {
        document.chart(
            chart(
                "From night to night: " + trend.label(),
                NIGHTS,
                trend,
                reference(trend, baseline),
                null));
      }
    }
  }

  /** Adds a small chart for every slice by {@code field}, those with an alarm first. */
  static void addSlices(Document document, String field, List<Trend> slices) {
    List<Trend> drawn =
        slices.stream()
            .filter(AuditCharts::isWorthDrawing)
            .sorted(Comparator.comparing(trend -> !trend.isAlarming()))
            .limit(MOST_SMALL)
            .toList();
    if (drawn.size() < 2) {
      return;
    }
    Chart.Span span = span(drawn);
    document.charts(
        new ScoreWording(drawn.get(0).scale()).meanInTitle() + " by " + field,
        NIGHTS
            + (drawn.size() < slices.size()
                ? " The table above has all " + NumberText.count(slices.size()) + " values."
                : ""),
        drawn.stream().map(trend -> chart(trend.value(), "", trend, null, span)).toList());
  }

  /**
   * Whether there are values within which the chart is silent: not while it alarms whatever the
   * night is.
   */
  static boolean hasLimits(Trend.Day day) {
    Estimate limits = day.expected();
    return limits.low() <= limits.value() && limits.value() <= limits.high();
  }

  private static boolean isWorthDrawing(Trend trend) {
    return trend.days().size() > 1
        && trend.days().stream().anyMatch(day -> day.estimate().value() != 0);
  }

  /** From the lowest to the highest estimate of all slices, with a little room. */
  private static Chart.Span span(List<Trend> slices) {
    double[] ends =
        slices.stream()
            .flatMap(slice -> slice.days().stream())
            .flatMapToDouble(
                day -> {
                  Estimate seen = day.estimate();
                  return day.isLearning() || !hasLimits(day)
                      ? DoubleStream.of(seen.value(), seen.low(), seen.high())
                      : DoubleStream.of(
                          seen.value(),
                          seen.low(),
                          seen.high(),
                          day.expected().low(),
                          day.expected().high());
                })
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double low = ends[0];
    double high = ends[ends.length - 1];
    double room = MARGIN * (high - low);
    if (slices.get(0).scale() == Scale.PROBABILITY) {
      return new Chart.Span(Math.max(0, low - room), Math.min(1, high + room));
    }
    return new Chart.Span(low - room, high + room);
  }

  private static Chart.@Nullable Reference reference(Trend trend, double baseline) {
    return trend.metric() == Metric.MEAN
            && trend.scale() == Scale.PROBABILITY
            && !Double.isNaN(baseline)
        ? new Chart.Reference(baseline, "baseline " + baseline)
        : null;
  }

  private static Chart chart(
      String title,
      String description,
      Trend trend,
      Chart.@Nullable Reference reference,
      Chart.@Nullable Span span) {
    List<Chart.Point> seen = new ArrayList<>();
    List<Chart.Point> expected = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < trend.days().size(); i++) {
      Trend.Day day = trend.days().get(i);
      boolean isAlarming = day.alarm() != ChartPoint.Alarm.NONE;
      names.add(day.date().toString());
      seen.add(
          new Chart.Point(
              i,
              day.estimate(),
              NumberText.counted(day.rows(), "row")
                  + (isAlarming ? ", alarm: " + day.alarm().name().toLowerCase(Locale.ROOT) : ""),
              isAlarming ? "alarm" : ""));
      if (!day.isLearning()) {
        expected.add(
            new Chart.Point(
                i,
                hasLimits(day) ? day.expected() : Estimate.withoutInterval(day.expected().value()),
                ""));
      }
    }
    List<Chart.Line> lines = new ArrayList<>();
    lines.add(new Chart.Line(span == null ? trend.label() : "night", seen));
    if (!expected.isEmpty()) {
      lines.add(new Chart.Line("expected, with the chart's limits", expected, "limits"));
    }
    return new Chart.TrendLine(
        title,
        description,
        "night",
        trend.label(),
        switch (trend.metric()) {
          case MEAN -> new ScoreWording(trend.scale()).scores();
          case TOKENS -> Chart.Unit.NUMBER;
          case TRUNCATED, EMPTY -> Chart.Unit.SHARE;
        },
        reference,
        lines,
        names,
        null,
        span);
  }
}
