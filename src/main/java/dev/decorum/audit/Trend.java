package dev.decorum.audit;

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
 * @param field of which rows; empty for all
 * @param value likewise
 * @param days oldest first, the last is tonight; never empty
 * @param comparison tonight with the trailing window; nothing where that holds too few nights
 */
public record Trend(
    Metric metric,
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
   * @param expected where it was expected while nothing changes, with the interval that holds 95%
   *     of nights; undefined while the chart is learning
   * @param smoothed the chart's moving average, in units of the number; NaN while learning
   * @param low what the moving average may not fall below
   * @param high what it may not rise above
   * @param alarm what the chart has to say
   * @param sudden whether the night alarms by itself
   */
  public record Day(
      LocalDate date,
      long rows,
      Estimate estimate,
      Estimate expected,
      double smoothed,
      double low,
      double high,
      ChartPoint.Alarm alarm,
      boolean sudden) {

    /** Whether the chart knows too few earlier nights to judge this one. */
    public boolean isLearning() {
      return !expected.hasInterval();
    }
  }

  public Trend {
    days = List.copyOf(days);
  }

  /** Tonight. */
  public Day tonight() {
    return days.get(days.size() - 1);
  }

  /** Whether tonight is beyond the chart's limits. */
  public boolean isAlarming() {
    return tonight().alarm() != ChartPoint.Alarm.NONE;
  }

  /** On how many nights in a row, tonight the last, the chart has alarmed. */
  public int nightsInAlarm() {
    int nights = 0;
    for (int i = days.size() - 1; i >= 0 && days.get(i).alarm() != ChartPoint.Alarm.NONE; i--) {
      nights++;
    }
    return nights;
  }
}
