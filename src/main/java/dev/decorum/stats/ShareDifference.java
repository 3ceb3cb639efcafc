package dev.decorum.stats;

/** The difference between two versions' shares of rows, second less first. */
public final class ShareDifference {
  private ShareDifference() {}

  /**
   * Versions whose rows are paired.
   *
   * @param first 1 for every pair whose first row counts, else 0
   * @param second the same for second rows
   */
  public static Estimate paired(double[] first, double[] second, Clustering clustering) {
    Linearised a = Linearised.mean(first);
    Linearised b = Linearised.mean(second);
    return Wilson.difference(
        Means.share(first, clustering),
        Means.share(second, clustering),
        correlation(
            a.covariance(b, clustering),
            a.spread(clustering).variance(),
            b.spread(clustering).variance()));
  }

  /**
   * Versions whose rows are not paired.
   *
   * @param values 1 for every row that counts, else 0
   * @param inSecond which rows are of the second version
   */
  public static Estimate unpaired(double[] values, boolean[] inSecond, Clustering clustering) {
    Estimate[] shares = new Estimate[2];
    double[] influenceFunction = new double[values.length];
    for (int sample = 0; sample < 2; sample++) {
      int[] members = Rows.where(inSecond, sample == 1);
      double[] own = Rows.pick(values, members);
      shares[sample] = Means.share(own, clustering.subset(members));
      for (int i = 0; i < own.length; i++) {
        influenceFunction[members[i]] = (own[i] - shares[sample].value()) / own.length;
      }
    }
    Clustering.TwoSampleSpread spread = clustering.spread(influenceFunction, inSecond);
    return Wilson.difference(
        shares[0], shares[1], correlation(spread.covariance(), spread.first(), spread.second()));
  }

  private static double correlation(
      double covariance, double firstVariance, double secondVariance) {
    double product = firstVariance * secondVariance;
    return product > 0 ? covariance / Math.sqrt(product) : 0;
  }
}
