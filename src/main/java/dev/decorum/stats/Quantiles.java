package dev.decorum.stats;

import java.util.Arrays;

/**
 * Quantiles with Woodruff's (1952) intervals: the interval of the share of rows that are below the
 * quantile, read back through the distribution. Right for clusters, since the share's is.
 */
public final class Quantiles {
  private final double[] values;
  private final double[] sorted;
  private final Clustering clustering;

  public Quantiles(double[] values, Clustering clustering) {
    this.values = values;
    this.clustering = clustering;
    this.sorted = values.clone();
    Arrays.sort(sorted);
  }

  /**
   * The smallest value such that at least a share {@code q} of all is not above it (Hyndman and Fan
   * 1996, type 1), with its interval.
   *
   * @param q between 0 and 1
   */
  public Estimate at(double q) {
    if (sorted.length == 0) {
      return Estimate.UNDEFINED;
    }
    double quantile = inverse(q);
    double[] below = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      below[row] = values[row] <= quantile ? 1 : 0;
    }
    Linearised share = Linearised.mean(below);
    double variance = share.spread(clustering).variance();
    // The design effect is that of the share as it is; the interval is around the share asked for.
    double actual = share.value();
    double scale = actual < 1 ? q * (1 - q) / (actual * (1 - actual)) : 0;
    Estimate interval =
        Wilson.interval(
            q, values.length, scale > 0 ? variance * scale : unknownVariance(q), clustering);
    return new Estimate(quantile, Double.NaN, inverse(interval.low()), inverse(interval.high()));
  }

  /** Where no row is above, nothing varies: as many rows as clusters are counted. */
  private double unknownVariance(double q) {
    return q * (1 - q) / (values.length - 1.0) * values.length / clustering.clusters();
  }

  private double inverse(double q) {
    int rank = (int) Math.ceil(q * sorted.length - 1e-9);
    return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
  }
}
