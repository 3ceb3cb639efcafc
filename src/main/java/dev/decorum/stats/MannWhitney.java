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
    int secondCount = 0;
    for (boolean in : second) {
      secondCount += in ? 1 : 0;
    }
    int firstCount = values.length - secondCount;
    if (firstCount == 0 || secondCount == 0) {
      return Estimate.UNDEFINED;
    }
    double[] firstSorted = sorted(values, second, false, firstCount);
    double[] secondSorted = sorted(values, second, true, secondCount);
    double[] influences = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      double value = values[row];
      influences[row] =
          second[row] ? placement(firstSorted, value) : 1 - placement(secondSorted, value);
    }
    double sum = 0;
    for (int row = 0; row < values.length; row++) {
      sum += second[row] ? influences[row] : 0;
    }
    double area = sum / secondCount;
    for (int row = 0; row < values.length; row++) {
      influences[row] = (influences[row] - area) / (second[row] ? secondCount : firstCount);
    }
    Clustering.Spread spread = clustering.spread(influences, second).whole();
    if (Scale.LOGIT.isAtEnd(area)) {
      Clustering smaller = smaller(clustering, second);
      return spread.degreesOfFreedom() > 0 && !clustering.isIndependent()
          ? Wilson.score(area, smaller.clusters(), spread.critical95())
          : Wilson.atEnd(area, smaller);
    }
    return Scale.LOGIT.interval(area, spread.standardError(), spread.critical95());
  }

  private static double[] sorted(double[] values, boolean[] second, boolean which, int count) {
    double[] sample = new double[count];
    int next = 0;
    for (int row = 0; row < values.length; row++) {
      if (second[row] == which) {
        sample[next++] = values[row];
      }
    }
    Arrays.sort(sample);
    return sample;
  }

  /** The share of the sample that {@code value} exceeds, ties counted half. */
  private static double placement(double[] sorted, double value) {
    return (Order.below(sorted, value) + Order.notAbove(sorted, value)) / (2.0 * sorted.length);
  }

  /** The clusters of the sample that has fewer. */
  private static Clustering smaller(Clustering clustering, boolean[] second) {
    int[][] rows = new int[2][second.length];
    int[] counts = new int[2];
    for (int row = 0; row < second.length; row++) {
      int sample = second[row] ? 1 : 0;
      rows[sample][counts[sample]++] = row;
    }
    Clustering a = clustering.subset(Arrays.copyOf(rows[0], counts[0]));
    Clustering b = clustering.subset(Arrays.copyOf(rows[1], counts[1]));
    return a.clusters() <= b.clusters() ? a : b;
  }
}
