package dev.decorum.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles and tails of the distributions that intervals and tests rest on. */
final class CriticalValues {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Two-sided 95% critical value of the normal distribution, 1.96. */
  static final double NORMAL_95 = NORMAL.inverseCumulativeProbability(Estimate.UPPER_TAIL);

  private CriticalValues() {}

  /** Two-sided 95% critical value of Student's t; NaN without a degree of freedom. */
  static double student95(double degreesOfFreedom) {
    return student(degreesOfFreedom, Estimate.UPPER_TAIL);
  }

  /** The {@code p} quantile of Student's t; NaN without a degree of freedom. */
  static double student(double degreesOfFreedom, double p) {
    return degreesOfFreedom > 0
        ? TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(p)
        : Double.NaN;
  }

  /** Two-sided tail probability of Student's t; NaN without a degree of freedom. */
  static double twoSidedP(double t, double degreesOfFreedom) {
    if (!(degreesOfFreedom > 0) || Double.isNaN(t)) {
      return Double.NaN;
    }
    return Math.min(1, 2 * TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(t)));
  }
}
