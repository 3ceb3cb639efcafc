package dev.decorum.stats;

import java.util.Arrays;

/**
 * Resamples whole clusters and recomputes a statistic: for statistics that are not a smooth
 * function of means (Efron and Tibshirani 1993; for two ways of clustering Owen 2007).
 */
final class ClusterBootstrap {
  /** Rows times replicates: a second or so. */
  private static final long MOST_WORK = 200_000_000L;

  private static final int FEWEST_REPLICATES = 199;

  /** Ends of intervals that are read with three digits need no more. */
  private static final int MOST_REPLICATES = 1_999;

  /** A statistic of weighted rows; a weight is how often a row was drawn. */
  @FunctionalInterface
  interface Statistic {
    double of(double[] weights);
  }

  private ClusterBootstrap() {}

  /** The percentile interval: the middle 95% of the resampled statistics. */
  static Estimate percentile(
      Statistic statistic, Clustering clustering, Resampling resampling, String purpose) {
    double[] resampled = resampled(statistic, clustering, resampling, purpose);
    return new Estimate(
        original(statistic, clustering),
        Double.NaN,
        quantile(resampled, 1 - Estimate.UPPER_TAIL),
        quantile(resampled, Estimate.UPPER_TAIL));
  }

  /**
   * The basic interval: the resampled statistics reflected at the statistic itself. Where the
   * statistic is biased upwards the resampled ones are so twice, and reflection takes that back.
   */
  static Estimate basic(
      Statistic statistic, Clustering clustering, Resampling resampling, String purpose) {
    Estimate percentile = percentile(statistic, clustering, resampling, purpose);
    double value = percentile.value();
    return new Estimate(
        value, Double.NaN, 2 * value - percentile.high(), 2 * value - percentile.low());
  }

  private static double original(Statistic statistic, Clustering clustering) {
    double[] ones = new double[clustering.rows()];
    Arrays.fill(ones, 1);
    return statistic.of(ones);
  }

  private static double[] resampled(
      Statistic statistic, Clustering clustering, Resampling resampling, String purpose) {
    Resampling.Generator generator = resampling.generator(purpose);
    long affordable = MOST_WORK / Math.max(1, clustering.rows());
    int replicates =
        (int)
            Math.min(
                Math.min(MOST_REPLICATES, resampling.replicates()),
                Math.max(FEWEST_REPLICATES, affordable));
    double[] weights = new double[clustering.rows()];
    double[] resampled = new double[replicates];
    for (int i = 0; i < replicates; i++) {
      clustering.drawWeights(generator, weights);
      resampled[i] = statistic.of(weights);
    }
    Arrays.sort(resampled);
    return resampled;
  }

  /** The quantile of ascending values, NaN at their end left out; NaN where too many are. */
  static double quantile(double[] sorted, double q) {
    int count = sorted.length;
    while (count > 0 && Double.isNaN(sorted[count - 1])) {
      count--;
    }
    if (count < sorted.length / 2 || count == 0) {
      return Double.NaN;
    }
    // With R replicates the k/(R+1) quantile is the k-th.
    int rank = (int) Math.round(q * (count + 1));
    return sorted[Math.min(count, Math.max(1, rank)) - 1];
  }
}
