package dev.decorum.stats;

/**
 * One observation on a {@link ControlChart}. While the chart is learning, every number but the
 * observation and the counts is NaN.
 *
 * @param observation what was seen
 * @param reference how many earlier observations it is judged by
 * @param expected what it was expected to be by these, with the standard error of the prediction
 *     and the interval that holds 95% of observations while nothing changes; in units of the value
 * @param score how far off it is, as a normal score: standard normal while nothing changes, from
 *     minus to plus the settings' sudden limit
 * @param sums the cumulative sums of scores that were too low and too high, at least 0
 * @param sumLimits beyond which limits of their own the sums alarm
 * @param limits within which this observation had to be for the chart not to alarm, in units of the
 *     value; the closer, the more earlier observations were off
 * @param alarm the side on which a sum or the observation itself is beyond its limit
 * @param sudden whether the observation alarms by itself
 * @param run where there is an alarm: for how many observations, this one included, things have
 *     been off on this side, as far as can be told (since the sum was last 0; Page 1954); else 0
 * @param workedOff where there is an alarm: which part of its sum's excess over the limit has gone
 *     since the sum was highest, 0 to 1; else 0
 * @param toEnd where there is an alarm: how many further observations have to be exactly as
 *     expected for it to end, at least 1; else 0
 */
public record ChartPoint(
    Observation observation,
    int reference,
    Estimate expected,
    double score,
    Sides sums,
    Sides sumLimits,
    Sides limits,
    Alarm alarm,
    boolean sudden,
    int run,
    double workedOff,
    int toEnd) {

  /** What a chart has to say of an observation. */
  public enum Alarm {
    /** Nothing, or it is still learning. */
    NONE,
    /** Lower than expected. */
    LOW,
    /** Higher than expected. */
    HIGH
  }

  /**
   * A number for either side of what is expected.
   *
   * @param low of the side of lower values; NaN while learning
   * @param high of the side of higher values; NaN while learning
   */
  public record Sides(double low, double high) {
    static final Sides UNDEFINED = new Sides(Double.NaN, Double.NaN);
  }

  static ChartPoint learning(Observation observation, int reference) {
    return new ChartPoint(
        observation,
        reference,
        Estimate.UNDEFINED,
        Double.NaN,
        Sides.UNDEFINED,
        Sides.UNDEFINED,
        Sides.UNDEFINED,
        Alarm.NONE,
        false,
        0,
        0,
        0);
  }

  /** Whether there were too few earlier observations to judge by. */
  public boolean isLearning() {
    return Double.isNaN(score);
  }
}
