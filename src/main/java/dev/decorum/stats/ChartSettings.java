package dev.decorum.stats;

/**
 * How a {@link ControlChart} weighs detecting soon against false alarms. The defaults are the
 * outcome of a simulation; see the page on statistics.
 *
 * @param allowance what a score has to exceed to count, more than 0: half of the shift, in standard
 *     deviations of an observation, that is to be found soonest (k)
 * @param limit beyond which a cumulative sum alarms where observations are independent, more than 0
 *     (h)
 * @param largestScore as how much a score counts at most in the sums, more than {@code allowance}
 * @param suddenLimit at which score an observation alarms by itself, at least {@code largestScore}
 * @param fewest observations before the chart judges, at least 3
 * @param delay how many further observations have to pass without an alarm before one is added to
 *     the reference, at least 0: so that a drift does not hide in it
 * @param most observations in the reference, at least {@code fewest}; older ones are dropped
 */
public record ChartSettings(
    double allowance,
    double limit,
    double largestScore,
    double suddenLimit,
    int fewest,
    int delay,
    int most) {

  private static final int DEFAULT_CHARTS = 4;

  /** For four charts at once: together about one false alarm in 365 observations. */
  public static final ChartSettings DEFAULT = new ChartSettings(0.5, 6.4, 3, 5, 14, 7, 180);

  public ChartSettings {
    require(allowance > 0, "allowance " + allowance + " is not more than 0");
    require(limit > 0, "limit " + limit + " is not more than 0");
    require(
        largestScore > allowance,
        "largest score " + largestScore + " is not more than the allowance " + allowance);
    require(
        suddenLimit >= largestScore,
        "sudden limit " + suddenLimit + " is less than the largest score " + largestScore);
    require(fewest >= 3, fewest + " observations are not enough to judge by");
    require(delay >= 0, "delay " + delay + " is less than 0");
    require(most >= fewest, "at most " + most + " observations where " + fewest + " are needed");
  }

  /**
   * The defaults, with the limit moved so that so many charts together give about one false alarm
   * in 365 observations. The time between false alarms grows as {@code exp(2 allowance limit)}
   * (Siegmund 1985).
   *
   * @param charts how many charts are looked at, at least 1
   */
  public static ChartSettings forCharts(int charts) {
    require(charts >= 1, charts + " charts");
    double more = Math.log((double) charts / DEFAULT_CHARTS) / (2 * DEFAULT.allowance);
    return new ChartSettings(
        DEFAULT.allowance,
        DEFAULT.limit + more,
        DEFAULT.largestScore,
        DEFAULT.suddenLimit,
        DEFAULT.fewest,
        DEFAULT.delay,
        DEFAULT.most);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
