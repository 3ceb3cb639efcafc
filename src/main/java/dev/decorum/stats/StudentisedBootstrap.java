package dev.decorum.stats;

import java.util.Arrays;

/**
 * The bootstrap-t interval (Efron 1981; Hall 1988 on why it is right to second order where data are
 * skewed) of a mean, or of a difference of two means, over whole clusters. Every replicate draws
 * clusters with replacement and is divided by its own cluster-robust standard error.
 *
 * <p>Clusters that hold rows of both samples, of the first only and of the second only are drawn
 * apart, so that every replicate has as many of each. Only totals by cluster are kept.
 */
final class StudentisedBootstrap {

  /** Totals of one sample by cluster: residuals from its mean, and counts of rows. */
  private static final class Totals {
    final double[] residuals;
    final double[] counts;
    final int clusters;

    Totals(double[] residuals, double[] counts) {
      this.residuals = residuals;
      this.counts = counts;
      int present = 0;
      for (double count : counts) {
        present += count > 0 ? 1 : 0;
      }
      this.clusters = present;
    }
  }

  private final Totals first;
  private final Totals second;
  private final int[][] strata;

  private StudentisedBootstrap(Totals first, Totals second) {
    this.first = first;
    this.second = second;
    this.strata = strata(first, second);
  }

  /** For the mean of {@code values}. */
  static StudentisedBootstrap oneSample(double[] values, double mean, Clustering clustering) {
    double[] residuals = new double[clustering.clusters()];
    double[] counts = new double[clustering.clusters()];
    for (int row = 0; row < values.length; row++) {
      residuals[clustering.cluster(row)] += values[row] - mean;
      counts[clustering.cluster(row)]++;
    }
    Totals none = new Totals(new double[residuals.length], new double[residuals.length]);
    return new StudentisedBootstrap(none, new Totals(residuals, counts));
  }

  /** For the mean of the second sample less that of the first. */
  static StudentisedBootstrap twoSamples(
      double[] values,
      boolean[] inSecond,
      double firstMean,
      double secondMean,
      Clustering clustering) {
    double[][] residuals = new double[2][clustering.clusters()];
    double[][] counts = new double[2][clustering.clusters()];
    for (int row = 0; row < values.length; row++) {
      int sample = inSecond[row] ? 1 : 0;
      residuals[sample][clustering.cluster(row)] +=
          values[row] - (inSecond[row] ? secondMean : firstMean);
      counts[sample][clustering.cluster(row)]++;
    }
    return new StudentisedBootstrap(
        new Totals(residuals[0], counts[0]), new Totals(residuals[1], counts[1]));
  }

  private static int[][] strata(Totals first, Totals second) {
    int[][] strata = new int[3][first.counts.length];
    int[] sizes = new int[3];
    for (int cluster = 0; cluster < first.counts.length; cluster++) {
      int stratum = second.counts[cluster] == 0 ? 0 : first.counts[cluster] == 0 ? 1 : 2;
      strata[stratum][sizes[stratum]++] = cluster;
    }
    for (int stratum = 0; stratum < strata.length; stratum++) {
      strata[stratum] = Arrays.copyOf(strata[stratum], sizes[stratum]);
    }
    return strata;
  }

  /** {@code student} with the bootstrap's interval in place of its own, where that is defined. */
  Estimate interval(Estimate student, Resampling.Generator generator, int replicates) {
    double[] ratios = new double[replicates];
    for (int i = 0; i < replicates; i++) {
      ratios[i] = replicate(generator);
    }
    Arrays.sort(ratios);
    double low = ClusterBootstrap.quantile(ratios, 1 - Estimate.UPPER_TAIL);
    double high = ClusterBootstrap.quantile(ratios, Estimate.UPPER_TAIL);
    if (Double.isNaN(low) || Double.isInfinite(low) || Double.isInfinite(high)) {
      return student;
    }
    double standardError = student.standardError();
    return new Estimate(
        student.value(),
        standardError,
        student.value() - high * standardError,
        student.value() - low * standardError);
  }

  /** One resample's error over its own standard error. */
  private double replicate(Resampling.Generator generator) {
    Sums a = new Sums();
    Sums b = new Sums();
    double residualResidual = 0;
    double residualCount = 0;
    double countResidual = 0;
    double countCount = 0;
    for (int[] stratum : strata) {
      for (int i = 0; i < stratum.length; i++) {
        int cluster = stratum[generator.below(stratum.length)];
        double firstResidual = first.residuals[cluster];
        double firstCount = first.counts[cluster];
        double secondResidual = second.residuals[cluster];
        double secondCount = second.counts[cluster];
        if (firstCount > 0) {
          a.add(firstResidual, firstCount);
        }
        if (secondCount > 0) {
          b.add(secondResidual, secondCount);
        }
        if (stratum == strata[2]) {
          residualResidual += firstResidual * secondResidual;
          residualCount += firstResidual * secondCount;
          countResidual += firstCount * secondResidual;
          countCount += firstCount * secondCount;
        }
      }
    }
    double shiftA = a.mean();
    double shiftB = b.mean();
    double variance = a.variance(first.clusters) + b.variance(second.clusters);
    if (strata[2].length > 0) {
      int clusters = first.counts.length;
      double covariance =
          (residualResidual
                  - shiftB * residualCount
                  - shiftA * countResidual
                  + shiftA * shiftB * countCount)
              / (a.count * b.count);
      variance -= 2 * covariance * clusters / (clusters - 1);
    }
    double error = shiftB - shiftA;
    return error == 0 ? 0 : error / Math.sqrt(Math.max(0, variance));
  }

  /** What a mean and its variance need of a resample. */
  private static final class Sums {
    double residual;
    double count;
    double squares;
    double products;
    double countSquares;

    void add(double clusterResidual, double clusterCount) {
      residual += clusterResidual;
      count += clusterCount;
      squares += clusterResidual * clusterResidual;
      products += clusterResidual * clusterCount;
      countSquares += clusterCount * clusterCount;
    }

    double mean() {
      return count == 0 ? 0 : residual / count;
    }

    double variance(int clusters) {
      if (count == 0) {
        return 0;
      }
      double mean = mean();
      return (squares - 2 * mean * products + mean * mean * countSquares)
          / (count * count)
          * clusters
          / (clusters - 1);
    }
  }
}
