package dev.decorum.stats;

import java.util.Arrays;

/**
 * How often a value of one sample exceeds one of another, ties counted half: the area under the ROC
 * curve where the samples are the two classes, P(B &gt; A) where they are two versions.
 *
 * <p>The variance is that of DeLong, DeLong and Clarke-Pearson (1988) for independent rows and of
 * Obuchowski (1997), <em>Nonparametric analysis of clustered ROC curve data</em>, for clusters. It
 * assumes nothing about the distributions.
 */
public final class MannWhitney {
  private MannWhitney() {}

  /**
   * The probability that a row of the second sample exceeds one of the first, with its interval.
   *
   * @param values of both samples
   * @param second which rows are of the second sample
   * @return undefined where a sample is empty
   */
  public static Estimate superiority(double[] values, boolean[] second, Clustering clustering) {
    int[] firstRows = Rows.where(second, false);
    int[] secondRows = Rows.where(second, true);
    if (firstRows.length == 0 || secondRows.length == 0) {
      return Estimate.UNDEFINED;
    }
    double[] firstSorted = sorted(values, firstRows);
    double[] secondSorted = sorted(values, secondRows);
    double[] influenceFunction = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      double value = values[row];
      influenceFunction[row] =
          second[row] ? placement(firstSorted, value) : 1 - placement(secondSorted, value);
    }
    double sum = 0;
    for (int row : secondRows) {
      sum += influenceFunction[row];
    }
    double area = sum / secondRows.length;
    for (int row = 0; row < values.length; row++) {
      influenceFunction[row] =
          (influenceFunction[row] - area) / (second[row] ? secondRows.length : firstRows.length);
    }
    Clustering.Spread spread = clustering.spread(influenceFunction, second).whole();
    if (Transformation.LOGIT.isAtEnd(area)) {
      Clustering smaller = smaller(clustering.subset(firstRows), clustering.subset(secondRows));
      return spread.degreesOfFreedom() > 0 && !clustering.isIndependent()
          ? Wilson.score(area, smaller.clusters(), spread.critical95())
          : Wilson.atEnd(area, smaller);
    }
    return Transformation.LOGIT.interval(area, spread.standardError(), spread.critical95());
  }

  private static double[] sorted(double[] values, int[] rows) {
    double[] sample = Rows.pick(values, rows);
    Arrays.sort(sample);
    return sample;
  }

  /** The share of the sample that {@code value} exceeds, ties counted half. */
  private static double placement(double[] sorted, double value) {
    return (Order.below(sorted, value) + Order.notAbove(sorted, value)) / (2.0 * sorted.length);
  }

  /** The sample that has fewer clusters. */
  private static Clustering smaller(Clustering first, Clustering second) {
    return first.clusters() <= second.clusters() ? first : second;
  }
}
