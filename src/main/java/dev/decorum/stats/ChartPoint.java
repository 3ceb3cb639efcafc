package dev.decorum.stats;

/**
 * One observation on a {@link ControlChart}. While the chart is learning, every number but the
 * observation is NaN.
 *
 * @param observation what was seen
 * @param reference how many earlier observations it is judged by
 * @param expected what it was expected to be by these, with the standard error of the prediction
 *     and the interval that holds 95% of observations while nothing changes; in units of the value
 * @param score how far off it is, as a normal score: standard normal while nothing changes
 * @param average the exponentially weighted moving average of the scores
 * @param limit beyond which the average alarms, above as below 0
 * @param typicalDeviation what a score of 1 is worth for a usual observation, in units of the value
 * @param alarm the side on which the average or the observation itself is beyond its limit
 * @param sudden whether the observation alarms by itself
 */
public record ChartPoint(
    Observation observation,
    int reference,
    Estimate expected,
    double score,
    double average,
    double limit,
    double typicalDeviation,
    Alarm alarm,
    boolean sudden) {

  /** What a chart has to say of an observation. */
  public enum Alarm {
    /** Nothing, or it is still learning. */
    NONE,
    /** Lower than expected. */
    LOW,
    /** Higher than expected. */
    HIGH
  }

  static ChartPoint learning(Observation observation, int reference) {
    return new ChartPoint(
        observation,
        reference,
        Estimate.UNDEFINED,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Alarm.NONE,
        false);
  }

  /** Whether there are too few earlier observations to judge by. */
  public boolean isLearning() {
    return Double.isNaN(score);
  }

  /**
   * The moving average in units of the value, to be drawn between {@link #lowLimit} and {@link
   * #highLimit}; NaN while learning.
   */
  public double smoothed() {
    return expected.value() + average * typicalDeviation;
  }

  /** What {@link #smoothed} may not fall below; NaN while learning. */
  public double lowLimit() {
    return expected.value() - limit * typicalDeviation;
  }

  /** What {@link #smoothed} may not rise above; NaN while learning. */
  public double highLimit() {
    return expected.value() + limit * typicalDeviation;
  }
}
