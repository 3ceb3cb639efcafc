package dev.decorum.stats;

/** Intervals of which no more is left than a number, its standard error and how many made it. */
public final class Summarised {
  private Summarised() {}

  /**
   * A mean with Student's interval.
   *
   * @param standardError cluster-robust; NaN where there is one cluster
   * @param clusters of how many clusters
   */
  public static Estimate mean(double mean, double standardError, long clusters) {
    if (clusters < 2 || Double.isNaN(standardError)) {
      return Estimate.withoutInterval(mean);
    }
    double reach = CriticalValues.student95(clusters - 1.0) * standardError;
    return new Estimate(mean, standardError, mean - reach, mean + reach);
  }

  /**
   * A share with Wilson's interval, by the effective number of rows (see {@link ShareScale}).
   *
   * @param share 0 to 1
   * @param standardError cluster-robust; NaN where there is one cluster
   */
  public static Estimate share(double share, double standardError, long rows, long clusters) {
    if (clusters < 2 || Double.isNaN(standardError)) {
      return Estimate.withoutInterval(share);
    }
    double effective =
        ShareScale.effectiveRows(
            share, standardError, Math.toIntExact(rows), Math.toIntExact(clusters));
    double critical =
        rows == clusters ? CriticalValues.NORMAL_95 : CriticalValues.student95(clusters - 1.0);
    Estimate ends = Wilson.score(share, effective, critical);
    return new Estimate(share, standardError, ends.low(), ends.high());
  }
}
