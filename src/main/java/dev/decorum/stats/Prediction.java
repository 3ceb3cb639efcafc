package dev.decorum.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What a further observation is expected to be.
 *
 * @param mean expected value
 * @param standardError of the difference between the observation and {@code mean}; 0 where nothing
 *     has ever varied
 * @param degreesOfFreedom of Student's t for their ratio, more than 0
 */
record Prediction(double mean, double standardError, double degreesOfFreedom) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** How far off an observation is; 0 where only rounding keeps the two apart. */
  double difference(double value) {
    double difference = value - mean;
    double rounding = RandomEffects.ROUNDING * Math.max(Math.abs(value), Math.abs(mean));
    return Math.abs(difference) <= rounding ? 0 : difference;
  }

  /** That difference in standard errors; infinite where there should be none at all. */
  double ratio(double value) {
    double difference = difference(value);
    return difference == 0 ? 0 : difference / standardError;
  }

  /** The standard normal number with the tail probability that the ratio has. */
  double score(double value) {
    double ratio = ratio(value);
    double tail = TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(ratio));
    return Math.copySign(Math.max(0, NORMAL.inverseSurvivalProbability(tail)), ratio);
  }

  /** The value that has this score. */
  double valueAt(double score) {
    double tail = NORMAL.survivalProbability(Math.abs(score));
    double ratio = TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail);
    return mean + Math.copySign(ratio, score) * standardError;
  }

  /** Half the width of the 95% interval. */
  double reach() {
    return CriticalValues.student95(degreesOfFreedom) * standardError;
  }

  /** The mean with the interval in which 95% of observations are to be expected. */
  Estimate interval() {
    double reach = reach();
    return new Estimate(mean, standardError, mean - reach, mean + reach);
  }
}
