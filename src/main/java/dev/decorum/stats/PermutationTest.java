package dev.decorum.stats;

/**
 * Tests of no difference that assume no distribution: if two versions are alike, exchanging them
 * changes nothing. Whole clusters are exchanged, since their rows belong together. The p-value is
 * {@code (1 + replicates as extreme) / (1 + replicates)} (Phipson and Smyth 2010), or exact where
 * every exchange can be tried.
 */
final class PermutationTest {
  /** Rounding must not make an equally extreme replicate less extreme. */
  private static final double ROUNDING = 1 - 1e-12;

  private PermutationTest() {}

  /**
   * Paired versions: the sign of every cluster's sum of differences is flipped at random.
   *
   * @param sums of differences, one a cluster
   */
  static double signFlips(double[] sums, Resampling resampling) {
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    double extreme = Math.abs(total) * ROUNDING;
    if (sums.length < Long.SIZE - 1 && 1L << sums.length <= resampling.replicates() + 1L) {
      return exactSignFlips(sums, extreme);
    }
    Resampling.Generator generator = resampling.generator("sign flips");
    long asExtreme = 1;
    for (int i = 0; i < resampling.replicates(); i++) {
      double flipped = 0;
      for (double sum : sums) {
        flipped += generator.coin() ? sum : -sum;
      }
      asExtreme += Math.abs(flipped) >= extreme ? 1 : 0;
    }
    return (double) asExtreme / (resampling.replicates() + 1);
  }

  /** The smallest p-value that the signs of so many clusters can give, however they differ. */
  static double smallestOfSignFlips(int clusters) {
    // All signs and all opposite ones are equally extreme.
    return Math.min(1, Math.pow(2, 1 - clusters));
  }

  /**
   * The smallest p-value that {@link #exchanges} can give, however the samples differ.
   *
   * @param first clusters with rows of the first sample
   * @param second clusters with rows of the second
   * @param all clusters with rows of either
   */
  static double smallestOfExchanges(int first, int second, int all) {
    if (first < 2 || second < 2) {
      return 1;
    }
    if (first + second > all) {
      return smallestOfSignFlips(all);
    }
    double ways = 1;
    for (int i = 1; i <= first; i++) {
      ways *= (double) (second + i) / i;
    }
    // Samples of the same size can also change places as a whole.
    return Math.min(1, (first == second ? 2 : 1) / ways);
  }

  private static double exactSignFlips(double[] sums, double extreme) {
    long asExtreme = 0;
    long all = 1L << sums.length;
    for (long signs = 0; signs < all; signs++) {
      double flipped = 0;
      for (int cluster = 0; cluster < sums.length; cluster++) {
        flipped += (signs >>> cluster & 1) == 1 ? sums[cluster] : -sums[cluster];
      }
      asExtreme += Math.abs(flipped) >= extreme ? 1 : 0;
    }
    return (double) asExtreme / all;
  }

  /**
   * Versions that are not paired. Where no cluster holds rows of both, whole clusters change sides,
   * as many as there were; else every cluster swaps its two sides or does not. The statistic is the
   * difference over its standard error, which keeps the test honest where the versions differ in
   * spread but not in mean (Janssen 1997; Chung and Romano 2013).
   */
  static double exchanges(
      double[] values, boolean[] inSecond, Clustering clustering, Resampling resampling) {
    int clusters = clustering.clusters();
    double[][] sums = new double[2][clusters];
    double[][] counts = new double[2][clusters];
    double center = Moments.mean(values);
    for (int row = 0; row < values.length; row++) {
      int sample = inSecond[row] ? 1 : 0;
      sums[sample][clustering.cluster(row)] += values[row] - center;
      counts[sample][clustering.cluster(row)]++;
    }
    boolean shared = false;
    for (int cluster = 0; cluster < clusters; cluster++) {
      shared |= counts[0][cluster] > 0 && counts[1][cluster] > 0;
    }
    Resampling.Generator generator = resampling.generator("exchanges");
    return shared
        ? swaps(sums, counts, generator, resampling.replicates())
        : sides(sums, counts, generator, resampling.replicates());
  }

  private static double swaps(
      double[][] sums, double[][] counts, Resampling.Generator generator, int replicates) {
    int clusters = sums[0].length;
    boolean[] swapped = new boolean[clusters];
    double extreme = Math.abs(ratioOfSwapped(sums, counts, swapped)) * ROUNDING;
    long asExtreme = 1;
    for (int i = 0; i < replicates; i++) {
      for (int cluster = 0; cluster < clusters; cluster++) {
        swapped[cluster] = generator.coin();
      }
      asExtreme += Math.abs(ratioOfSwapped(sums, counts, swapped)) >= extreme ? 1 : 0;
    }
    return (double) asExtreme / (replicates + 1);
  }

  /** The difference of the two sides over its standard error, after some clusters swapped sides. */
  private static double ratioOfSwapped(double[][] sums, double[][] counts, boolean[] swapped) {
    double firstSum = 0;
    double firstCount = 0;
    double secondSum = 0;
    double secondCount = 0;
    int firstClusters = 0;
    int secondClusters = 0;
    for (int cluster = 0; cluster < swapped.length; cluster++) {
      int first = swapped[cluster] ? 1 : 0;
      firstSum += sums[first][cluster];
      firstCount += counts[first][cluster];
      firstClusters += counts[first][cluster] > 0 ? 1 : 0;
      secondSum += sums[1 - first][cluster];
      secondCount += counts[1 - first][cluster];
      secondClusters += counts[1 - first][cluster] > 0 ? 1 : 0;
    }
    if (firstClusters < 2 || secondClusters < 2) {
      return 0;
    }
    double firstMean = firstSum / firstCount;
    double secondMean = secondSum / secondCount;
    double firstSquares = 0;
    double secondSquares = 0;
    double products = 0;
    for (int cluster = 0; cluster < swapped.length; cluster++) {
      int first = swapped[cluster] ? 1 : 0;
      double a = (sums[first][cluster] - firstMean * counts[first][cluster]) / firstCount;
      double b = (sums[1 - first][cluster] - secondMean * counts[1 - first][cluster]) / secondCount;
      firstSquares += a * a;
      secondSquares += b * b;
      products += a * b;
    }
    double clusters = swapped.length;
    double variance =
        firstSquares * firstClusters / (firstClusters - 1)
            + secondSquares * secondClusters / (secondClusters - 1)
            - 2 * products * clusters / (clusters - 1);
    return ratio(secondMean - firstMean, variance);
  }

  private static double sides(
      double[][] sums, double[][] counts, Resampling.Generator generator, int replicates) {
    int clusters = sums[0].length;
    int[] order = new int[clusters];
    int firstClusters = 0;
    int fromBack = clusters;
    double[] sum = new double[clusters];
    double[] count = new double[clusters];
    for (int cluster = 0; cluster < clusters; cluster++) {
      sum[cluster] = sums[0][cluster] + sums[1][cluster];
      count[cluster] = counts[0][cluster] + counts[1][cluster];
      if (counts[0][cluster] > 0) {
        order[firstClusters++] = cluster;
      } else {
        order[--fromBack] = cluster;
      }
    }
    double extreme = Math.abs(ratioOfSides(sum, count, order, firstClusters)) * ROUNDING;
    long asExtreme = 1;
    for (int i = 0; i < replicates; i++) {
      generator.chooseFront(order, firstClusters);
      asExtreme += Math.abs(ratioOfSides(sum, count, order, firstClusters)) >= extreme ? 1 : 0;
    }
    return (double) asExtreme / (replicates + 1);
  }

  /** The difference over its standard error, with the first clusters of the order on one side. */
  private static double ratioOfSides(double[] sum, double[] count, int[] order, int firstClusters) {
    double[] firstMoments = moments(sum, count, order, 0, firstClusters);
    double[] secondMoments = moments(sum, count, order, firstClusters, order.length);
    return ratio(secondMoments[0] - firstMoments[0], firstMoments[1] + secondMoments[1]);
  }

  /** The mean of some clusters' rows and its variance. */
  private static double[] moments(double[] sum, double[] count, int[] order, int from, int to) {
    double total = 0;
    double rows = 0;
    for (int i = from; i < to; i++) {
      total += sum[order[i]];
      rows += count[order[i]];
    }
    double mean = total / rows;
    double squares = 0;
    for (int i = from; i < to; i++) {
      double residual = sum[order[i]] - mean * count[order[i]];
      squares += residual * residual;
    }
    double clusters = to - from;
    return new double[] {mean, squares / (rows * rows) * clusters / (clusters - 1)};
  }

  private static double ratio(double difference, double variance) {
    return difference == 0 ? 0 : difference / Math.sqrt(Math.max(0, variance));
  }
}
