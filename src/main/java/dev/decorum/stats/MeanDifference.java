package dev.decorum.stats;

/**
 * The difference between the means of two versions: interval, test and what they rest on.
 *
 * @param difference second less first, with a cluster-robust standard error; the interval is the
 *     studentised cluster bootstrap's where {@code bootstrapped}, else Student's
 * @param degreesOfFreedom of Student's t
 * @param clusters how many clusters it rests on
 * @param designEffect how many times larger its variance is than for as many independent rows
 * @param pValue two-sided, of no difference
 * @param test how the p-value was got
 * @param bootstrapped whether the interval was resampled
 */
public record MeanDifference(
    Estimate difference,
    double degreesOfFreedom,
    int clusters,
    double designEffect,
    double pValue,
    Test test,
    boolean bootstrapped) {

  /** The power for which {@link #minimalDetectable} is told. */
  public static final double POWER = 0.8;

  /** Ways to a p-value. */
  public enum Test {
    /** The signs of whole clusters of paired differences were flipped. */
    SIGN_FLIPS,
    /** Whole clusters were permuted between the versions, or swapped their sides. */
    CLUSTER_PERMUTATION,
    /** Student's t, for two ways of clustering and for thousands of clusters. */
    STUDENT
  }

  /**
   * Paired versions.
   *
   * @param differences second less first, one a pair
   */
  public static MeanDifference paired(
      double[] differences, Clustering clustering, Resampling resampling) {
    Linearised mean = Linearised.mean(differences);
    MeanDifference student =
        ofStudent(
            mean.value(),
            mean.spread(clustering),
            clustering,
            Moments.variance(differences) / differences.length);
    if (!canResample(clustering)) {
      return student;
    }
    double[] sums = new double[clustering.clusters()];
    for (int row = 0; row < differences.length; row++) {
      sums[clustering.cluster(row)] += differences[row];
    }
    double p = PermutationTest.signFlips(sums, resampling);
    boolean bootstrapped = Resampling.isWorthwhile(clustering.clusters());
    return student.resampled(
        bootstrapped ? Means.bootstrap(differences, clustering, resampling) : student.difference,
        p,
        Test.SIGN_FLIPS,
        bootstrapped);
  }

  /**
   * Versions that are not paired.
   *
   * @param values of both versions
   * @param second which of them are of the second
   */
  public static MeanDifference unpaired(
      double[] values, boolean[] second, Clustering clustering, Resampling resampling) {
    Samples samples = new Samples(values, second);
    MeanDifference student = ofStudent(samples, clustering);
    if (!canResample(clustering)) {
      return student;
    }
    double p = PermutationTest.exchanges(values, second, clustering, resampling);
    boolean bootstrapped =
        Resampling.isWorthwhile(clustering.clusters())
            && fewestClusters(clustering, second) >= Resampling.FEWEST_CLUSTERS;
    Estimate interval =
        bootstrapped
            ? StudentisedBootstrap.twoSamples(
                    values, second, samples.firstMean(), samples.secondMean(), clustering)
                .interval(student.difference, resampling.generator("mean"), resampling.replicates())
            : student.difference;
    return student.resampled(interval, p, Test.CLUSTER_PERMUTATION, bootstrapped);
  }

  /** The smallest p-value that {@link #paired} can give, however much the versions differ. */
  public static double smallestP(Clustering clustering) {
    return canResample(clustering)
        ? PermutationTest.smallestOfSignFlips(clustering.clusters())
        : clustering.isTwoWay() ? 0 : smallestOfStudent(clustering.clusters());
  }

  /** The smallest p-value that {@link #unpaired} can give, however much the versions differ. */
  public static double smallestP(boolean[] second, Clustering clustering) {
    return canResample(clustering)
        ? PermutationTest.smallestOfExchanges(
            clustering.subset(Rows.where(second, false)).clusters(),
            clustering.subset(Rows.where(second, true)).clusters(),
            clustering.clusters())
        : clustering.isTwoWay() ? 0 : smallestOfStudent(clustering.clusters());
  }

  /** Student's t has no smallest p-value, but of a single cluster it has none at all. */
  private static double smallestOfStudent(int clusters) {
    return clusters < 2 ? 1 : 0;
  }

  /** The same without resampling: Student's t. */
  public static MeanDifference student(double[] values, boolean[] second, Clustering clustering) {
    return ofStudent(new Samples(values, second), clustering);
  }

  private static boolean canResample(Clustering clustering) {
    int clusters = clustering.clusters();
    return !clustering.isTwoWay() && clusters >= 2 && clusters <= Resampling.MOST_CLUSTERS;
  }

  /**
   * Of a sample that has few clusters too few different resamples exist, whatever the other has.
   */
  private static int fewestClusters(Clustering clustering, boolean[] second) {
    return Math.min(
        clustering.subset(Rows.where(second, false)).clusters(),
        clustering.subset(Rows.where(second, true)).clusters());
  }

  private static MeanDifference ofStudent(Samples samples, Clustering clustering) {
    return ofStudent(
        samples.secondMean() - samples.firstMean(),
        clustering.spread(samples.influenceFunction(), samples.second).whole(),
        clustering,
        samples.independentVariance());
  }

  private static MeanDifference ofStudent(
      double value, Clustering.Spread spread, Clustering clustering, double independentVariance) {
    Estimate difference =
        Transformation.IDENTITY.interval(value, spread.standardError(), spread.critical95());
    return new MeanDifference(
        difference,
        spread.degreesOfFreedom(),
        clustering.clusters(),
        spread.variance() / independentVariance,
        studentP(difference, spread.degreesOfFreedom()),
        Test.STUDENT,
        false);
  }

  private MeanDifference resampled(
      Estimate interval, double newPValue, Test newTest, boolean nowBootstrapped) {
    return new MeanDifference(
        interval, degreesOfFreedom, clusters, designEffect, newPValue, newTest, nowBootstrapped);
  }

  /** Student's interval, whichever the difference itself has. */
  public Estimate student() {
    return Transformation.IDENTITY.interval(
        difference.value(), difference.standardError(), CriticalValues.student95(degreesOfFreedom));
  }

  /** Student's p-value, whichever test was made. */
  public double studentP() {
    return studentP(difference, degreesOfFreedom);
  }

  private static double studentP(Estimate difference, double degreesOfFreedom) {
    return CriticalValues.twoSidedP(
        difference.value() == 0 ? 0 : difference.value() / difference.standardError(),
        degreesOfFreedom);
  }

  /** The smallest true difference that as much data would find in 80% of studies, at 5%. */
  public double minimalDetectable() {
    return (CriticalValues.student95(degreesOfFreedom)
            + CriticalValues.student(degreesOfFreedom, POWER))
        * difference.standardError();
  }

  /** About how many clusters, of the same kind, would find a difference as small as this. */
  public double clustersToDetect(double smallest) {
    double ratio = minimalDetectable() / smallest;
    return Math.ceil(clusters * ratio * ratio);
  }

  /** Two samples in one array. */
  private static final class Samples {
    private final double[] values;
    private final boolean[] second;
    private final int[] counts = new int[2];
    private final double[] means = new double[2];
    private final double[] squares = new double[2];

    Samples(double[] values, boolean[] second) {
      this.values = values;
      this.second = second;
      for (int row = 0; row < values.length; row++) {
        counts[second[row] ? 1 : 0]++;
        means[second[row] ? 1 : 0] += values[row];
      }
      means[0] /= counts[0];
      means[1] /= counts[1];
      double[] rounding = new double[2];
      for (int row = 0; row < values.length; row++) {
        int sample = second[row] ? 1 : 0;
        double residual = values[row] - means[sample];
        squares[sample] += residual * residual;
        rounding[sample] += residual;
      }
      means[0] += rounding[0] / counts[0];
      means[1] += rounding[1] / counts[1];
    }

    double firstMean() {
      return means[0];
    }

    double secondMean() {
      return means[1];
    }

    double independentVariance() {
      return squares[0] / counts[0] / (counts[0] - 1.0)
          + squares[1] / counts[1] / (counts[1] - 1.0);
    }

    double[] influenceFunction() {
      double[] influenceFunction = new double[values.length];
      for (int row = 0; row < values.length; row++) {
        int sample = second[row] ? 1 : 0;
        double value = (values[row] - means[sample]) / counts[sample];
        influenceFunction[row] = second[row] ? value : -value;
      }
      return influenceFunction;
    }
  }
}
