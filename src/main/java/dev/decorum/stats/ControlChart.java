package dev.decorum.stats;

import dev.decorum.stats.ChartPoint.Alarm;
import dev.decorum.stats.ChartPoint.Sides;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A self-starting control chart: cumulative sums of how far observations are from what earlier
 * ones, the reference, let expect.
 *
 * <p>Every observation is predicted as in {@link TrailingComparison}; its ratio of difference and
 * standard error becomes the normal number of the same tail probability, the score (Quesenberry
 * 1991). Two sums, {@code high = max(0, high + score - allowance)} and {@code low = max(0, low -
 * score - allowance)}, alarm beyond the limit (Page 1954; self-starting: Hawkins and Olwell 1998).
 * Scores count as at most the settings' largest, so that no single observation raises an alarm that
 * stands for a drift; one whose score reaches the sudden limit alarms by itself. A sum is held at
 * limit plus largest score: the chart is silent again soon after all is well again.
 *
 * <p>Where observations of the reference resemble the ones just before them, as in slow waves, sums
 * wander further, and the limit is as much larger ({@link SerialCorrelation}). A sum keeps the
 * limit that it had when it left 0: else a drift, whose observations resemble each other, would
 * hide behind a limit that it has moved itself.
 *
 * <p>What is judged is added to the reference only after a delay, and never while a sum alarms; an
 * alarm also keeps out for good what was waiting then, and a sudden alarm its own observation. So a
 * level that has changed for good goes on alarming until the chart is started anew, from
 * observations of the new level.
 *
 * <p>Assumes that observations, while nothing changes, depend on each other no more than those of
 * the reference do.
 */
public final class ControlChart {
  private static final double ROUNDING = 1e-9;

  private final ChartSettings settings;
  private final List<Observation> reference = new ArrayList<>();
  private final Deque<Observation> waiting = new ArrayDeque<>();
  private Sum low = Sum.NOTHING;
  private Sum high = Sum.NOTHING;

  private ControlChart(ChartSettings settings) {
    this.settings = settings;
  }

  /**
   * Judges every observation by the ones before it.
   *
   * @param observations from the chart's start on, the latest last
   * @return a point for each
   */
  public static List<ChartPoint> of(List<Observation> observations, ChartSettings settings) {
    ControlChart chart = new ControlChart(settings);
    List<ChartPoint> points = new ArrayList<>(observations.size());
    for (Observation observation : observations) {
      points.add(chart.next(observation));
    }
    return List.copyOf(points);
  }

  private ChartPoint next(Observation observation) {
    if (reference.size() < settings.fewest()) {
      ChartPoint point = ChartPoint.learning(observation, reference.size());
      reference.add(observation);
      return point;
    }
    int judgedBy = reference.size();
    RandomEffects effects = RandomEffects.of(reference);
    Prediction prediction = effects.predict(observation.standardError());
    double limit = settings.limit() * SerialCorrelation.inflation(reference, effects);
    low = low.orBegun(limit);
    high = high.orBegun(limit);
    Sides limits =
        new Sides(
            prediction.valueAt(-scoreThatAlarms(low)), prediction.valueAt(scoreThatAlarms(high)));
    double score = clipped(prediction.score(observation.value()), settings.suddenLimit());
    double counted = clipped(score, settings.largestScore());
    low = low.plus(-counted, settings);
    high = high.plus(counted, settings);
    boolean sudden = Math.abs(score) >= settings.suddenLimit();
    Alarm alarm = alarm(score, sudden);
    learn(observation, sudden);
    return new ChartPoint(
        observation,
        judgedBy,
        prediction.interval(),
        score,
        new Sides(low.value, high.value),
        new Sides(low.limit, high.limit),
        limits,
        alarm,
        sudden,
        alarming(alarm).length,
        alarming(alarm).workedOff(),
        alarm == Alarm.NONE ? 0 : alarming(alarm).toEnd(settings));
  }

  /** The score beyond which an observation raises an alarm on the side of this sum. */
  private double scoreThatAlarms(Sum sum) {
    double needed = sum.limit + settings.allowance() - sum.value;
    return needed < settings.largestScore() ? needed : settings.suddenLimit();
  }

  private Alarm alarm(double score, boolean sudden) {
    if (sudden) {
      return score < 0 ? Alarm.LOW : Alarm.HIGH;
    }
    if (low.isBeyond()) {
      return Alarm.LOW;
    }
    return high.isBeyond() ? Alarm.HIGH : Alarm.NONE;
  }

  /** The sum of the side that alarms; an empty one without an alarm. */
  private Sum alarming(Alarm alarm) {
    return switch (alarm) {
      case NONE -> Sum.NOTHING;
      case LOW -> low;
      case HIGH -> high;
    };
  }

  private void learn(Observation observation, boolean sudden) {
    if (low.isBeyond() || high.isBeyond()) {
      waiting.clear();
      return;
    }
    if (sudden) {
      return;
    }
    waiting.add(observation);
    if (waiting.size() > settings.delay()) {
      reference.add(waiting.remove());
    }
    if (reference.size() > settings.most()) {
      reference.remove(0);
    }
  }

  private static double clipped(double score, double most) {
    return Math.max(-most, Math.min(most, score));
  }

  /**
   * A cumulative sum, the limit beyond which it alarms, how many observations ago it left 0, and
   * the largest that it was since then.
   */
  private record Sum(double value, double limit, int length, double peak) {
    static final Sum NOTHING = new Sum(0, 0, 0, 0);

    /** This sum with the limit that it has had since it left 0; with this one if it is 0. */
    Sum orBegun(double newLimit) {
      return length == 0 ? new Sum(0, newLimit, 0, 0) : this;
    }

    Sum plus(double score, ChartSettings settings) {
      double sum = value + score - settings.allowance();
      if (sum <= 0) {
        return new Sum(0, limit, 0, 0);
      }
      double held = Math.min(sum, limit + settings.largestScore());
      return new Sum(held, limit, length + 1, Math.max(peak, held));
    }

    boolean isBeyond() {
      return value > limit;
    }

    double workedOff() {
      double excess = peak - limit;
      return excess <= 0 ? 0 : Math.min(1, (peak - value) / excess);
    }

    /** How often the allowance has to be taken off for the sum to be within the limit. */
    int toEnd(ChartSettings settings) {
      double excess = value - limit - ROUNDING;
      return excess <= 0 ? 1 : (int) Math.ceil(excess / settings.allowance());
    }
  }
}
