package dev.decorum.audit;

import dev.decorum.stats.ChartPoint.Alarm;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What there is to say of a chart that alarms: tonight by itself, and the alarm, which remembers
 * earlier nights. The two can differ: after things are well again, tonight is as usual, and the
 * alarm takes some nights to end.
 */
public final class DriftWords {
  private static final int MOST_DECIMALS = 9;
  private static final int PERCENT = 100;

  private final Trend trend;
  private final Trend.Day tonight;

  private DriftWords(Trend trend) {
    this.trend = trend;
    this.tonight = trend.tonight();
  }

  /** The sentences on a chart that alarms. */
  static List<String> of(Trend trend) {
    DriftWords words = new DriftWords(trend);
    return List.of(words.night(), words.alarm(), words.end());
  }

  /** Which chart alarms on which side. */
  static String brief(Trend trend) {
    return (trend.field().isEmpty() ? trend.label() : trend.field() + " " + trend.value())
        + (trend.tonight().alarm() == Alarm.LOW ? " low" : " high");
  }

  /** The sentences on a chart that alarms, in one line. */
  public static String text(Trend trend) {
    return String.join(" ", of(trend));
  }

  /** What tonight shows by itself. */
  public static String tonight(Trend trend) {
    return new DriftWords(trend).night();
  }

  private String night() {
    String position =
        switch (tonight.side()) {
          case LOW -> "below";
          case HIGH -> "above";
          case NONE -> "within";
        };
    List<String> numbers =
        written(tonight.estimate().value(), tonight.usual().low(), tonight.usual().high());
    return name()
        + " tonight: "
        + numbers.get(0)
        + ", "
        + position
        + " what 95% of such nights show ("
        + numbers.get(1)
        + " to "
        + numbers.get(2)
        + ").";
  }

  private String name() {
    String label = trend.label();
    return label.substring(0, 1).toUpperCase(Locale.ROOT)
        + label.substring(1)
        + (trend.field().isEmpty() ? "" : " of " + trend.field() + " " + trend.value());
  }

  private String alarm() {
    String side = tonight.alarm() == Alarm.LOW ? "lower" : "higher";
    int nights = nightsInAlarm();
    if (tonight.run() <= 1 && nights <= 1) {
      return "Alarm: this night alone is " + side + " than chance explains.";
    }
    LocalDate first = trend.days().get(trend.days().size() - nights).date();
    String alarm = nights == 1 ? "Alarm, tonight for the first time" : "Alarm since " + first;
    return alarm
        + ": taken together, the "
        + (tonight.run() == 1 ? "night" : tonight.run() + " nights")
        + " since "
        + trend.since()
        + (tonight.run() == 1 ? " is " : " are ")
        + side
        + " than chance explains.";
  }

  /** The sentence on an alarm that lasts while tonight cannot be judged. */
  static String standing(Trend trend) {
    DriftWords words = new DriftWords(trend);
    return words.name()
        + ": not judged tonight. The alarm stands: up to "
        + trend.tonight().date()
        + " it was "
        + (words.tonight.alarm() == Alarm.LOW ? "lower" : "higher")
        + " than chance explains, since "
        + trend.since()
        + ".";
  }

  /** For how many nights the chart has alarmed on tonight's side without a break. */
  private int nightsInAlarm() {
    int nights = 0;
    for (int i = trend.days().size() - 1; i >= 0; i--) {
      if (trend.days().get(i).alarm() != tonight.alarm()) {
        break;
      }
      nights++;
    }
    return nights;
  }

  private String end() {
    String level = written(tonight.usual().value(), Double.NaN, Double.NaN).get(0);
    // As long as it lasts, something of it is left.
    int off = Math.min(PERCENT - 1, (int) Math.floor(tonight.workedOff() * PERCENT));
    return "It ends after "
        + (tonight.toEnd() == 1 ? "1 night" : tonight.toEnd() + " nights")
        + " at the expected level, "
        + level
        + (off > 0 ? " (" + off + "% of the alarm is worked off)." : ".");
  }

  /** A number and two bounds, with as many decimals as it takes to see on which side it is. */
  private List<String> written(double value, double low, double high) {
    List<String> numbers = new ArrayList<>();
    for (int more = 0; more < MOST_DECIMALS; more++) {
      numbers = List.of(written(value, more), written(low, more), written(high, more));
      boolean clear =
          (value == low || !numbers.get(0).equals(numbers.get(1)))
              && (value == high || !numbers.get(0).equals(numbers.get(2)));
      if (clear || Double.isNaN(low)) {
        break;
      }
    }
    return numbers;
  }

  private String written(double value, int more) {
    return written(trend.metric(), value, more);
  }

  /**
   * A number of a night as people read it.
   *
   * @param more how many decimals more than usual
   */
  static String written(Metric metric, double value, int more) {
    if (metric.isShare()) {
      return String.format(Locale.ROOT, "%." + (1 + more) + "f%%", value * PERCENT);
    }
    int decimals = metric == Metric.MEAN ? 3 : 0;
    return String.format(Locale.ROOT, "%." + (decimals + more) + "f", value);
  }
}
