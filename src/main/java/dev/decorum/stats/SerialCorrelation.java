package dev.decorum.stats;

import java.util.List;

/**
 * How much observations resemble the ones just before them, and how far their cumulative sums
 * wander for it.
 *
 * <p>A sum of independent numbers wanders as far as their variance says. Where each resembles the
 * one before, it wanders as if the variance were {@code 1 + 2 (r1 + r2 + ...)} times as large, in
 * which {@code r1, r2, ...} are the correlations of numbers that are 1, 2, ... apart, and
 * cumulative sums raise more false alarms (Johnson and Bagshaw 1974; VanBrackle and Reynolds 1997).
 * The time between false alarms grows as the exponential of the limit over this variance (Siegmund
 * 1985), so a limit that is as many times as large makes up for it.
 *
 * <p>Only {@code r1} and {@code r2} are estimated; they count double, for the further ones. As
 * estimates are rough, nothing is made of fewer than {@value #FEWEST} observations, and the limit
 * grows by at most a third.
 */
final class SerialCorrelation {
  private static final int FEWEST = 28;
  private static final int LAGS = 2;

  /** As how many times {@code r1 + r2} the sum of all correlations counts. */
  private static final double OF_ALL = 2;

  private static final double MOST = 1.35;
  private static final double LARGEST_RESIDUAL = 3;

  private SerialCorrelation() {}

  /**
   * How many times as large the limit of sums has to be: 1 where observations are independent, or
   * swing from one side to the other.
   *
   * @param observations in the order of time
   * @param effects their level and how they vary
   */
  static double inflation(List<Observation> observations, RandomEffects effects) {
    int count = observations.size();
    if (count < FEWEST) {
      return 1;
    }
    double[] residuals = new double[count];
    double squares = 0;
    for (int i = 0; i < count; i++) {
      Observation observation = observations.get(i);
      double ratio = effects.ofLevel(observation.standardError()).ratio(observation.value());
      residuals[i] = Math.max(-LARGEST_RESIDUAL, Math.min(LARGEST_RESIDUAL, ratio));
      squares += residuals[i] * residuals[i];
    }
    if (squares == 0) {
      return 1;
    }
    double correlations = 0;
    for (int lag = 1; lag <= LAGS; lag++) {
      double products = 0;
      for (int i = lag; i < count; i++) {
        products += residuals[i] * residuals[i - lag];
      }
      // Residuals sum to about 0, so that those of independent numbers correlate a little below 0.
      correlations += products / squares + 1.0 / count;
    }
    return Math.max(1, Math.min(MOST, 1 + 2 * OF_ALL * correlations));
  }
}
