package dev.decorum.audit;

import dev.decorum.score.Scale;
import dev.decorum.stats.ChartPoint;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.TrailingComparison;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One number from night to night, up to tonight.
 *
 * @param metric which number
 * @param scale what the scores are numbers of
 * @param field of which rows; empty for all
 * @param value likewise
 * @param days oldest first, the last is tonight; never empty
 * @param comparison tonight with the trailing window; nothing where that holds too few nights
 */
public record Trend(
    Metric metric,
    Scale scale,
    String field,
    String value,
    List<Day> days,
    Optional<TrailingComparison> comparison) {

  /**
   * One night.
   *
   * @param date the night
   * @param rows how many rows
   * @param estimate the number with its interval
   * @param usual where it was expected to be, with the interval that holds 95% of such nights while
   *     nothing changes; undefined while the chart is learning
   * @param expected the same number, with the limits within which the night had to be for the chart
   *     not to alarm, which are the closer, the more earlier nights were off
   * @param score how far off the night is, as a normal score; NaN while the chart is learning
   * @param alarm what the chart has to say
   * @param sudden whether the night alarms by itself
   * @param run where there is an alarm: for how many nights, this one included, the number has been
   *     off, as far as can be told; else 0
   * @param workedOff where there is an alarm: which part of it has gone since it was largest, 0 to
   *     1
   * @param toEnd where there is an alarm: how many nights at the expected level end it, at least 1
   */
  public record Day(
      LocalDate date,
      long rows,
      Estimate estimate,
      Estimate usual,
      Estimate expected,
      double score,
      ChartPoint.Alarm alarm,
      boolean sudden,
      int run,
      double workedOff,
      int toEnd) {

    /** On which side of what is usual the night is by itself. */
    public ChartPoint.Alarm side() {
      if (isLearning()) {
        return ChartPoint.Alarm.NONE;
      }
      return estimate.value() < usual.low()
          ? ChartPoint.Alarm.LOW
          : estimate.value() > usual.high() ? ChartPoint.Alarm.HIGH : ChartPoint.Alarm.NONE;
    }

    /** Whether the chart knows too few earlier nights to judge this one. */
    public boolean isLearning() {
      return !expected.hasInterval();
    }
  }

  public Trend {
    days = List.copyOf(days);
  }

  /** What people call the number. */
  public String label() {
    return scale == Scale.REWARD && metric == Metric.MEAN ? "mean reward" : metric.label();
  }

  /** Tonight. */
  public Day tonight() {
    return days.get(days.size() - 1);
  }

  /** Since which night the number has been off, where it alarms. */
  public LocalDate since() {
    return days.get(Math.max(0, days.size() - tonight().run())).date();
  }

  /** Whether tonight has too few rows for its number to have an error, and so for a judgement. */
  public boolean isUnjudged() {
    return !tonight().estimate().hasInterval();
  }

  /** Whether none of these charts knows enough nights to judge tonight. */
  public static boolean areLearning(List<Trend> trends) {
    return trends.stream().allMatch(trend -> trend.tonight().isLearning());
  }

  /** Whether tonight is beyond the chart's limits. */
  public boolean isAlarming() {
    return tonight().alarm() != ChartPoint.Alarm.NONE;
  }
}
