package dev.decorum.stats;

import dev.decorum.stats.ChartPoint.Alarm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A self-starting control chart: an exponentially weighted moving average of how far observations
 * are from what earlier ones, the reference, let expect.
 *
 * <p>Every observation is predicted as in {@link TrailingComparison}; its ratio of difference and
 * standard error becomes the normal number of the same probability (Quesenberry's 1991 Q
 * statistic). The moving average of these (Roberts 1959; Lucas and Saccucci 1990) alarms beyond
 * {@code limit * sqrt((1 - r) sum w_i^2 + r (sum w_i)^2)}: w_i are the weights of the observations
 * so far, and r is the correlation of two scores of the same reference. An observation alarms by
 * itself where its score is beyond the sudden limit.
 *
 * <p>What is judged is added to the reference only after a delay, and never while the moving
 * average alarms; an alarm also keeps out what was waiting. So a level that has changed for good
 * goes on alarming until the chart is started anew, from observations of the new level.
 */
public final class ControlChart {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final ChartSettings settings;
  private final List<Observation> reference = new ArrayList<>();
  private final Deque<Observation> waiting = new ArrayDeque<>();
  private double average;
  private double weights;
  private double squaredWeights;

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
    RandomEffects effects = RandomEffects.of(reference);
    RandomEffects.Prediction prediction = effects.predict(observation.standardError());
    double score = score(prediction, observation.value());
    update(score);
    double limit = limit(effects, prediction);
    boolean sudden = Math.abs(score) >= settings.suddenLimit();
    boolean drifted = Math.abs(average) > limit;
    double reach = prediction.reach(Estimate.UPPER_TAIL);
    ChartPoint point =
        new ChartPoint(
            observation,
            reference.size(),
            new Estimate(
                prediction.mean(),
                prediction.standardError(),
                prediction.mean() - reach,
                prediction.mean() + reach),
            score,
            average,
            limit,
            effects.typicalDeviation(),
            drifted ? side(average) : sudden ? side(score) : Alarm.NONE,
            sudden);
    learn(observation, drifted, sudden);
    return point;
  }

  private double score(RandomEffects.Prediction prediction, double value) {
    double ratio = prediction.ratio(value);
    double tail =
        TDistribution.of(prediction.degreesOfFreedom()).survivalProbability(Math.abs(ratio));
    double score = NORMAL.inverseSurvivalProbability(tail);
    return Math.copySign(Math.max(0, Math.min(settings.suddenLimit(), score)), ratio);
  }

  private void update(double score) {
    double kept = 1 - settings.weight();
    average = settings.weight() * score + kept * average;
    weights = settings.weight() + kept * weights;
    squaredWeights = settings.weight() * settings.weight() + kept * kept * squaredWeights;
  }

  private double limit(RandomEffects effects, RandomEffects.Prediction prediction) {
    double variance = prediction.standardError() * prediction.standardError();
    double shared = settings.delay() == 0 || variance == 0 ? 0 : effects.meanVariance() / variance;
    return settings.limit() * Math.sqrt((1 - shared) * squaredWeights + shared * weights * weights);
  }

  private void learn(Observation observation, boolean drifted, boolean sudden) {
    if (drifted) {
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

  private static Alarm side(double number) {
    return number < 0 ? Alarm.LOW : Alarm.HIGH;
  }
}
