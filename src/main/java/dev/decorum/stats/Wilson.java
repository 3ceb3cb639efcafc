package dev.decorum.stats;

/**
 * Intervals for shares. Wilson's (1927) score interval behaves well for few rows and near 0 and 1,
 * where others degenerate. Where rows are clustered, the number of rows is divided by the design
 * effect and Student's t stands for the normal, as Korn and Graubard (1998) do for the exact
 * interval (compared for Wilson's by Dean and Pagano 2015); a design effect below 1 is taken as 1.
 */
final class Wilson {
  private Wilson() {}

  /**
   * @param share the share, 0 to 1
   * @param rows how many rows it is of
   * @param variance its cluster-robust variance
   */
  static Estimate interval(double share, int rows, double variance, Clustering clustering) {
    double effective;
    double standardError = Math.sqrt(variance);
    if (share <= 0 || share >= 1) {
      effective = clustering.clusters();
      standardError = 0;
    } else {
      double ofIndependentRows = share * (1 - share) / (rows - 1);
      effective = rows / Math.max(1, variance / ofIndependentRows);
    }
    Estimate ends = score(share, effective, critical(clustering));
    return new Estimate(share, standardError, ends.low(), ends.high());
  }

  /** A quantity at an end of its scale, where nothing varies: as a share of as many clusters. */
  static Estimate atEnd(double value, Clustering clustering) {
    return score(value, clustering.clusters(), critical(clustering));
  }

  private static double critical(Clustering clustering) {
    return clustering.isIndependent()
        ? CriticalValues.NORMAL_95
        : CriticalValues.student95(clustering.clusters() - 1.0);
  }

  /** Wilson's score interval for {@code share} of {@code rows}, which need not be whole. */
  static Estimate score(double share, double rows, double critical) {
    double square = critical * critical;
    double middle = (share + square / (2 * rows)) / (1 + square / rows);
    double reach =
        critical
            / (1 + square / rows)
            * Math.sqrt(share * (1 - share) / rows + square / (4 * rows * rows));
    return new Estimate(
        share,
        Math.sqrt(share * (1 - share) / rows),
        share <= 0 ? 0 : Math.max(0, middle - reach),
        share >= 1 ? 1 : Math.min(1, middle + reach));
  }

  /**
   * The difference of two shares, {@code second - first}, by the method of variance estimates
   * recovery (Zou and Donner 2008); for independent rows this is Newcombe's (1998) interval.
   *
   * @param correlation of the two estimates
   */
  static Estimate difference(Estimate first, Estimate second, double correlation) {
    double r = Double.isNaN(correlation) ? 0 : Math.max(-1, Math.min(1, correlation));
    double value = second.value() - first.value();
    double down = reach(second.value() - second.low(), first.high() - first.value(), r);
    double up = reach(second.high() - second.value(), first.value() - first.low(), r);
    return new Estimate(value, Double.NaN, value - down, value + up);
  }

  private static double reach(double a, double b, double correlation) {
    return Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
  }
}
