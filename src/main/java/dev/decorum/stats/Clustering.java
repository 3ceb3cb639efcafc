package dev.decorum.stats;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows belong together. Rows of one cluster (one user's chats, the replies to one context)
 * resemble each other, so they count for less than as many rows of their own.
 *
 * <p>There are none (every row stands alone), one, or two ways of belonging together. The variance
 * of a statistic is the cluster-robust ("sandwich") one, computed from its influence function; for
 * two ways it is that of Cameron, Gelbach and Miller (2011), <em>Robust inference with multiway
 * clustering</em>, and never less than that of either way alone.
 *
 * <p>The influence function of an estimate says what each row adds to its error: {@code estimate -
 * truth ≈ sum over the rows}. All of its values here are already divided by the number of rows.
 */
public final class Clustering {

  /** Rows by cluster: codes 0 to {@code count - 1}. */
  private static final class Way {
    private final int[] codes;
    private final int count;

    Way(int[] codes, int count) {
      this.codes = codes;
      this.count = count;
    }
  }

  private final int rows;
  private final Way[] ways;

  /** The clusters on which both of two ways agree; empty for fewer ways. */
  private final Way[] intersection;

  private Clustering(int rows, Way[] ways, Way[] intersection) {
    this.rows = rows;
    this.ways = ways;
    this.intersection = intersection;
  }

  /** Every row stands alone. */
  public static Clustering independent(int rows) {
    return new Clustering(rows, new Way[0], new Way[0]);
  }

  /**
   * One way of belonging together.
   *
   * @param codes a row's cluster; a negative one stands for a row that belongs to no other
   */
  public static Clustering of(int[] codes) {
    return new Clustering(codes.length, new Way[] {dense(codes)}, new Way[0]);
  }

  /** Two ways of belonging together, each as in {@link #of}. */
  public static Clustering of(int[] first, int[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(first.length + " and " + second.length + " rows");
    }
    Way a = dense(first);
    Way b = dense(second);
    Map<Long, Integer> seen = new HashMap<>();
    int[] both = new int[first.length];
    for (int row = 0; row < both.length; row++) {
      long pair = (long) a.codes[row] << 32 | b.codes[row];
      both[row] = seen.computeIfAbsent(pair, key -> seen.size());
    }
    return new Clustering(first.length, new Way[] {a, b}, new Way[] {new Way(both, seen.size())});
  }

  private static Way dense(int[] codes) {
    int highest = -1;
    for (int code : codes) {
      highest = Math.max(highest, code);
    }
    int[] known = new int[highest + 1];
    Arrays.fill(known, -1);
    int[] dense = new int[codes.length];
    int count = 0;
    for (int row = 0; row < codes.length; row++) {
      int code = codes[row];
      if (code < 0) {
        dense[row] = count++;
      } else {
        if (known[code] < 0) {
          known[code] = count++;
        }
        dense[row] = known[code];
      }
    }
    return new Way(dense, count);
  }

  /** The same clusters for some of the rows, in the order given. */
  public Clustering subset(int[] selected) {
    return switch (ways.length) {
      case 0 -> independent(selected.length);
      case 1 -> of(pick(ways[0].codes, selected));
      default -> of(pick(ways[0].codes, selected), pick(ways[1].codes, selected));
    };
  }

  private static int[] pick(int[] codes, int[] selected) {
    int[] picked = new int[selected.length];
    for (int i = 0; i < selected.length; i++) {
      picked[i] = codes[selected[i]];
    }
    return picked;
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** Whether every row stands alone. */
  public boolean isIndependent() {
    return ways.length == 0;
  }

  /** Whether rows belong together in two ways. */
  public boolean isTwoWay() {
    return ways.length == 2;
  }

  /** How many clusters there are; of two ways, the smaller number. */
  public int clusters() {
    return switch (ways.length) {
      case 0 -> rows;
      case 1 -> ways[0].count;
      default -> Math.min(ways[0].count, ways[1].count);
    };
  }

  /**
   * The cluster of a row, 0 to {@link #clusters} - 1, where there is at most one way.
   *
   * @throws IllegalStateException for two ways
   */
  int cluster(int row) {
    return switch (ways.length) {
      case 0 -> row;
      case 1 -> ways[0].codes[row];
      default -> throw new IllegalStateException("a row has two clusters");
    };
  }

  /**
   * Deals whole clusters out to folds, at random and about equally many to each; of two ways the
   * first counts.
   *
   * @return the fold of every row, from 0
   */
  public int[] folds(int folds, Resampling resampling, String purpose) {
    int count = ways.length == 0 ? rows : ways[0].count;
    int[] shuffled = new int[count];
    for (int cluster = 0; cluster < count; cluster++) {
      shuffled[cluster] = cluster;
    }
    resampling.generator(purpose).chooseFront(shuffled, count);
    int[] foldOfCluster = new int[count];
    for (int i = 0; i < count; i++) {
      foldOfCluster[shuffled[i]] = i % folds;
    }
    int[] foldOfRow = new int[rows];
    for (int row = 0; row < rows; row++) {
      foldOfRow[row] = foldOfCluster[ways.length == 0 ? row : ways[0].codes[row]];
    }
    return foldOfRow;
  }

  /** Draws whole clusters with replacement; a row's weight says how often it was drawn. */
  void drawWeights(Resampling.Generator generator, double[] weights) {
    Arrays.fill(weights, 1);
    if (ways.length == 0) {
      multiply(weights, null, generator.draws(rows));
    }
    // Two ways: Owen (2007), the pigeonhole bootstrap.
    for (Way way : ways) {
      multiply(weights, way.codes, generator.draws(way.count));
    }
  }

  private static void multiply(double[] weights, int @Nullable [] codes, int[] draws) {
    for (int row = 0; row < weights.length; row++) {
      weights[row] *= draws[codes == null ? row : codes[row]];
    }
  }

  /** The error of a statistic of one sample. */
  Spread spread(double[] influenceFunction) {
    check(influenceFunction);
    return switch (ways.length) {
      case 0 -> new Spread(products(influenceFunction, influenceFunction, null), rows - 1.0);
      case 1 ->
          new Spread(products(influenceFunction, influenceFunction, ways[0]), ways[0].count - 1.0);
      default -> {
        double first = products(influenceFunction, influenceFunction, ways[0]);
        double second = products(influenceFunction, influenceFunction, ways[1]);
        double both = products(influenceFunction, influenceFunction, intersection[0]);
        yield new Spread(
            Math.max(first + second - both, Math.max(first, second)), clusters() - 1.0);
      }
    };
  }

  /** The covariance of two statistics of the same rows. */
  double covariance(double[] first, double[] second) {
    check(first);
    check(second);
    return switch (ways.length) {
      case 0 -> products(first, second, null);
      case 1 -> products(first, second, ways[0]);
      default ->
          products(first, second, ways[0])
              + products(first, second, ways[1])
              - products(first, second, intersection[0]);
    };
  }

  private static double products(double[] first, double[] second, @Nullable Way way) {
    double[] a = sums(first, way);
    double[] b = sums(second, way);
    double products = 0;
    for (int cluster = 0; cluster < a.length; cluster++) {
      products += a[cluster] * b[cluster];
    }
    return a.length < 2 ? Double.NaN : products * a.length / (a.length - 1);
  }

  private static double[] sums(double[] influenceFunction, @Nullable Way way) {
    if (way == null) {
      return influenceFunction;
    }
    double[] sums = new double[way.count];
    for (int row = 0; row < influenceFunction.length; row++) {
      sums[way.codes[row]] += influenceFunction[row];
    }
    return sums;
  }

  /**
   * The error of a statistic of two samples. Samples that share no cluster are independent, and the
   * degrees of freedom are Welch's; for one row a cluster this is Welch's variance of a difference
   * of means and DeLong's of an area under the curve, and with clusters that of Obuchowski (1997).
   *
   * @param second which rows are of the second sample
   */
  TwoSampleSpread spread(double[] influenceFunction, boolean[] second) {
    check(influenceFunction);
    if (ways.length < 2) {
      return twoSample(influenceFunction, second, ways.length == 0 ? null : ways[0]);
    }
    TwoSampleSpread a = twoSample(influenceFunction, second, ways[0]);
    TwoSampleSpread b = twoSample(influenceFunction, second, ways[1]);
    TwoSampleSpread both = twoSample(influenceFunction, second, intersection[0]);
    return new TwoSampleSpread(
        greatest(a.first() + b.first() - both.first(), a.first(), b.first()),
        greatest(a.second() + b.second() - both.second(), a.second(), b.second()),
        a.covariance() + b.covariance() - both.covariance(),
        Math.max(
            a.variance() + b.variance() - both.variance(), Math.max(a.variance(), b.variance())),
        clusters() - 1.0);
  }

  private static double greatest(double a, double b, double c) {
    return Math.max(a, Math.max(b, c));
  }

  private static TwoSampleSpread twoSample(
      double[] influenceFunction, boolean[] second, @Nullable Way way) {
    int clusters = way == null ? influenceFunction.length : way.count;
    double[] firstSums = new double[clusters];
    double[] secondSums = new double[clusters];
    boolean[] inFirst = new boolean[clusters];
    boolean[] inSecond = new boolean[clusters];
    for (int row = 0; row < influenceFunction.length; row++) {
      int cluster = way == null ? row : way.codes[row];
      if (second[row]) {
        secondSums[cluster] += influenceFunction[row];
        inSecond[cluster] = true;
      } else {
        firstSums[cluster] += influenceFunction[row];
        inFirst[cluster] = true;
      }
    }
    double firstSquares = 0;
    double secondSquares = 0;
    double products = 0;
    int firstClusters = 0;
    int secondClusters = 0;
    boolean shared = false;
    for (int cluster = 0; cluster < clusters; cluster++) {
      firstSquares += firstSums[cluster] * firstSums[cluster];
      secondSquares += secondSums[cluster] * secondSums[cluster];
      products += firstSums[cluster] * secondSums[cluster];
      firstClusters += inFirst[cluster] ? 1 : 0;
      secondClusters += inSecond[cluster] ? 1 : 0;
      shared |= inFirst[cluster] && inSecond[cluster];
    }
    double a = firstClusters < 2 ? Double.NaN : firstSquares * firstClusters / (firstClusters - 1);
    double b =
        secondClusters < 2 ? Double.NaN : secondSquares * secondClusters / (secondClusters - 1);
    double covariance = clusters < 2 ? 0 : products * clusters / (clusters - 1);
    double degreesOfFreedom =
        shared
            ? clusters - 1.0
            : (a + b) * (a + b) / (a * a / (firstClusters - 1) + b * b / (secondClusters - 1));
    return new TwoSampleSpread(
        a, b, covariance, Math.max(0, a + b + 2 * covariance), degreesOfFreedom);
  }

  private void check(double[] influenceFunction) {
    if (influenceFunction.length != rows) {
      throw new IllegalArgumentException(
          influenceFunction.length + " values of an influence function for " + rows + " rows");
    }
  }

  /**
   * How far an estimate is off.
   *
   * @param variance its squared standard error; NaN with fewer than two clusters
   * @param degreesOfFreedom how well that is known
   */
  record Spread(double variance, double degreesOfFreedom) {
    double standardError() {
      return Math.sqrt(variance);
    }

    double critical95() {
      return CriticalValues.student95(degreesOfFreedom);
    }
  }

  /**
   * How far an estimate from two samples is off.
   *
   * @param first the variance that the first sample brings
   * @param second the variance that the second sample brings
   * @param covariance of the two contributions; 0 where no cluster is shared
   * @param variance of the whole
   * @param degreesOfFreedom how well that is known
   */
  record TwoSampleSpread(
      double first, double second, double covariance, double variance, double degreesOfFreedom) {
    Spread whole() {
      return new Spread(variance, degreesOfFreedom);
    }
  }
}
