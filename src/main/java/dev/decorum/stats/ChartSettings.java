package dev.decorum.stats;

/**
 * How a {@link ControlChart} weighs detecting soon against false alarms. The defaults are the
 * outcome of a simulation; see the page on statistics.
 *
 * @param weight of the latest observation in the moving average, more than 0, at most 1 (lambda)
 * @param limit how many standard deviations the moving average may be off, more than 0
 * @param suddenLimit how far off a single observation may be, as a normal score, more than 0;
 *     beyond it an observation alarms by itself, and counts as this much in the moving average
 * @param fewest observations before the chart judges, at least 3
 * @param delay how many further observations have to pass without an alarm before one is added to
 *     the reference, at least 0: so that a drift does not hide in it
 * @param most observations in the reference, at least {@code fewest}; older ones are dropped
 */
public record ChartSettings(
    double weight, double limit, double suddenLimit, int fewest, int delay, int most) {

  /** For the four charts of a night: mean, tokens, truncated and empty. */
  public static final ChartSettings DEFAULT = new ChartSettings(0.15, 3.3, 4.5, 14, 7, 180);

  public ChartSettings {
    require(weight > 0 && weight <= 1, "weight " + weight + " is not more than 0, at most 1");
    require(limit > 0, "limit " + limit + " is not more than 0");
    require(suddenLimit > 0, "sudden limit " + suddenLimit + " is not more than 0");
    require(fewest >= 3, fewest + " observations are not enough to judge by");
    require(delay >= 0, "delay " + delay + " is less than 0");
    require(most >= fewest, "at most " + most + " observations where " + fewest + " are needed");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
