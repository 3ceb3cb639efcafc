package dev.decorum.stats;

import java.util.Arrays;

/** Spearman's rank correlation, equal values at their middle rank, with a bootstrap interval. */
public final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * The correlation of the ranks of two numbers of every row.
   *
   * @return undefined where one of them is constant
   */
  public static Estimate spearman(
      double[] x, double[] y, Clustering clustering, Resampling resampling) {
    int[] xOrder = Order.ascending(x);
    int[] yOrder = Order.ascending(y);
    double[] xRanks = new double[x.length];
    double[] yRanks = new double[y.length];
    ClusterBootstrap.Statistic statistic =
        weights -> {
          rank(x, xOrder, weights, xRanks);
          rank(y, yOrder, weights, yRanks);
          return correlation(xRanks, yRanks, weights);
        };
    Estimate estimate = ClusterBootstrap.percentile(statistic, clustering, resampling, "spearman");
    return Double.isNaN(estimate.value()) ? Estimate.UNDEFINED : estimate;
  }

  /** Spearman's rank correlation alone; NaN where one of them is constant. */
  public static double of(double[] x, double[] y) {
    double[] once = new double[x.length];
    Arrays.fill(once, 1);
    double[] xRanks = new double[x.length];
    double[] yRanks = new double[y.length];
    rank(x, Order.ascending(x), once, xRanks);
    rank(y, Order.ascending(y), once, yRanks);
    return correlation(xRanks, yRanks, once);
  }

  private static void rank(double[] values, int[] order, double[] weights, double[] ranks) {
    double before = 0;
    for (int start = 0; start < order.length; ) {
      int end = start;
      double inGroup = 0;
      while (end < order.length && isTie(values[order[end]], values[order[start]])) {
        inGroup += weights[order[end++]];
      }
      for (int i = start; i < end; i++) {
        ranks[order[i]] = before + inGroup / 2;
      }
      before += inGroup;
      start = end;
    }
  }

  /** Values that are not numbers are equal among themselves, and 0 is -0. */
  private static boolean isTie(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  private static double correlation(double[] x, double[] y, double[] weights) {
    double sum = 0;
    double xSum = 0;
    double ySum = 0;
    for (int row = 0; row < x.length; row++) {
      sum += weights[row];
      xSum += weights[row] * x[row];
      ySum += weights[row] * y[row];
    }
    double xMean = xSum / sum;
    double yMean = ySum / sum;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int row = 0; row < x.length; row++) {
      double dx = x[row] - xMean;
      double dy = y[row] - yMean;
      xx += weights[row] * dx * dx;
      yy += weights[row] * dy * dy;
      xy += weights[row] * dx * dy;
    }
    return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Double.NaN;
  }
}
