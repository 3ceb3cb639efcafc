package dev.decorum.stats;

import static dev.decorum.stats.Data.GROUPS;
import static dev.decorum.stats.Data.X;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClusteringTest {
  private static final int[] ACROSS = {3, 2, 2, 1, 1, 0, 0, 0, 0, 3, 2, 3};

  private static final double[] INFLUENCE_FUNCTION = influenceFunction(X);

  private static double[] influenceFunction(double[] values) {
    double mean = Moments.mean(values);
    return Data.scaled(values, 1.0 / values.length, -mean / values.length);
  }

  @Test
  void aNegativeCodeIsAClusterOfItsOwn() {
    Clustering clustering = Clustering.of(new int[] {-1, 7, -1, 7, -5, 0});
    assertEquals(5, clustering.clusters());
    assertEquals(clustering.cluster(1), clustering.cluster(3));
    assertNotEquals(clustering.cluster(0), clustering.cluster(2));
    assertEquals(
        Clustering.of(new int[] {0, 1, 2, 1, 3, 4}).spread(new double[] {1, 2, 3, 4, 5, 6}),
        clustering.spread(new double[] {1, 2, 3, 4, 5, 6}));
  }

  @Test
  void rowsAreCountedAndClustersNumberedFromZero() {
    Clustering alone = Clustering.independent(4);
    assertEquals(4, alone.rows());
    assertEquals(4, alone.clusters());
    assertTrue(alone.isIndependent());
    assertFalse(alone.isTwoWay());
    assertEquals(3, alone.cluster(3));
    Clustering one = Clustering.of(new int[] {90, 8, 90});
    assertEquals(3, one.rows());
    assertEquals(2, one.clusters());
    assertFalse(one.isIndependent());
    assertArrayEquals(
        new int[] {0, 1, 0}, new int[] {one.cluster(0), one.cluster(1), one.cluster(2)});
    Clustering two = Clustering.of(GROUPS, ACROSS);
    assertEquals(4, two.clusters(), "the smaller number of the two");
    assertTrue(two.isTwoWay());
    assertThrows(IllegalStateException.class, () -> two.cluster(0));
  }

  @Test
  void rowsOfTheirOwnAreIndependentOnes() {
    Clustering.Spread alone = Clustering.independent(12).spread(INFLUENCE_FUNCTION);
    assertEquals(Moments.variance(X) / 12, alone.variance(), 1e-15);
    assertEquals(11, alone.degreesOfFreedom());
    assertEquals(alone, Clustering.of(Data.ownCodes(12)).spread(INFLUENCE_FUNCTION));
    assertEquals(
        alone.variance(),
        Clustering.of(Data.ownCodes(12), Data.ownCodes(12)).spread(INFLUENCE_FUNCTION).variance(),
        1e-15);
  }

  /**
   * statsmodels: OLS(x, ones).fit(cov_type="cluster", cov_kwds={"groups": column_stack([g,
   * h])}).cov_params().
   */
  @Test
  void twoWaysAddUpAndTakeAwayWhatTheyShare() {
    Clustering.Spread spread = Clustering.of(GROUPS, ACROSS).spread(INFLUENCE_FUNCTION);
    assertEquals(0.24323750734861874, spread.variance(), 1e-14);
    assertEquals(3, spread.degreesOfFreedom());
    assertEquals(spread, Clustering.of(ACROSS, GROUPS).spread(INFLUENCE_FUNCTION));
  }

  @Test
  void twoWaysAreNeverLessThanOneOfThem() {
    // Cameron, Gelbach and Miller's sum is 0.1634, less than the 0.2209 of the first way alone.
    int[] across = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
    double first = Clustering.of(GROUPS).spread(INFLUENCE_FUNCTION).variance();
    assertEquals(
        first,
        Clustering.of(GROUPS, across).spread(INFLUENCE_FUNCTION).variance(),
        1e-15,
        "0.2209");
    assertEquals(0.2209351851851854, first, 1e-14);
  }

  @Test
  void theSameWayTwiceIsThatWay() {
    assertEquals(
        Clustering.of(GROUPS).spread(INFLUENCE_FUNCTION).variance(),
        Clustering.of(GROUPS, GROUPS).spread(INFLUENCE_FUNCTION).variance(),
        1e-15);
  }

  @Test
  void namesOfClustersDoNotMatter() {
    int[] renamed = new int[12];
    for (int row = 0; row < 12; row++) {
      renamed[row] = 1000 - 17 * GROUPS[row];
    }
    assertEquals(
        Clustering.of(GROUPS).spread(INFLUENCE_FUNCTION),
        Clustering.of(renamed).spread(INFLUENCE_FUNCTION));
  }

  @Test
  void covarianceWithItselfIsTheVariance() {
    double[] others = influenceFunction(new double[] {5, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8});
    for (Clustering clustering :
        new Clustering[] {
          Clustering.independent(12), Clustering.of(GROUPS), Clustering.of(GROUPS, ACROSS)
        }) {
      assertEquals(
          clustering.spread(INFLUENCE_FUNCTION).variance(),
          clustering.covariance(INFLUENCE_FUNCTION, INFLUENCE_FUNCTION),
          1e-15);
      assertEquals(
          clustering.covariance(INFLUENCE_FUNCTION, others),
          clustering.covariance(others, INFLUENCE_FUNCTION),
          1e-15);
    }
    // Var(a + b) = Var(a) + Var(b) + 2 Cov(a, b)
    double[] sums = new double[12];
    for (int row = 0; row < 12; row++) {
      sums[row] = INFLUENCE_FUNCTION[row] + others[row];
    }
    Clustering clustering = Clustering.of(GROUPS);
    assertEquals(
        clustering.spread(sums).variance(),
        clustering.spread(INFLUENCE_FUNCTION).variance()
            + clustering.spread(others).variance()
            + 2 * clustering.covariance(INFLUENCE_FUNCTION, others),
        1e-14);
  }

  @Test
  void aSubsetKeepsWhoBelongsTogether() {
    Clustering some = Clustering.of(GROUPS, ACROSS).subset(new int[] {9, 0, 3, 1});
    assertTrue(some.isTwoWay());
    assertEquals(4, some.rows());
    double[] influenceFunction = {1, 2, 4, -3};
    assertEquals(
        Clustering.of(new int[] {3, 0, 1, 0}, new int[] {3, 3, 1, 2}).spread(influenceFunction),
        some.spread(influenceFunction));
    assertEquals(2, Clustering.independent(9).subset(new int[] {4, 8}).clusters());
    assertTrue(Clustering.independent(9).subset(new int[] {4, 8}).isIndependent());
  }

  /**
   * scipy: ttest_ind(b, a, equal_var=False) on a = (.12, .55, .43, .9, .31, .77, .68), b = (.44,
   * .71, .95, .83, .62, .55, .98, .87, .39): its standard error and degrees of freedom.
   */
  @Test
  void samplesWithoutASharedClusterAreWelchs() {
    double[] influenceFunction = new double[16];
    boolean[] second = new boolean[16];
    double[] a = influenceFunction(new double[] {.12, .55, .43, .9, .31, .77, .68});
    double[] b = influenceFunction(new double[] {.44, .71, .95, .83, .62, .55, .98, .87, .39});
    int[] codes = Data.ownCodes(16);
    for (int row = 0; row < 16; row++) {
      second[row] = row >= 7;
      influenceFunction[row] = row < 7 ? -a[row] : b[row - 7];
    }
    for (Clustering clustering :
        new Clustering[] {Clustering.independent(16), Clustering.of(codes)}) {
      Clustering.TwoSampleSpread spread = clustering.spread(influenceFunction, second);
      assertEquals(0.12580747007363693, spread.whole().standardError(), 1e-14);
      assertEquals(11.35836478120307, spread.degreesOfFreedom(), 1e-11);
      assertEquals(0, spread.covariance());
      assertEquals(spread.variance(), spread.first() + spread.second(), 1e-16);
    }
  }

  @Test
  void samplesThatShareTheirClustersAreAsGoodAsPaired() {
    // Five clusters with a row of each sample: the variance is that of the five differences.
    double[] values = {1, 4, 2, 6, 3, 9, 4, 4, 5, 8};
    int[] codes = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
    boolean[] second = Data.labels(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    double[] influenceFunction = new double[10];
    for (int row = 0; row < 10; row++) {
      influenceFunction[row] = (second[row] ? values[row] - 6.2 : 3 - values[row]) / 5;
    }
    Clustering.TwoSampleSpread spread = Clustering.of(codes).spread(influenceFunction, second);
    double[] differences = {3, 4, 6, 0, 3};
    assertEquals(Moments.variance(differences) / 5, spread.variance(), 1e-14);
    assertEquals(4, spread.degreesOfFreedom());
  }

  @Test
  void aSampleInOneClusterHasNoVariance() {
    double[] influenceFunction = {0.5, -0.5, 0.25, -0.25};
    boolean[] second = Data.labels(0, 0, 1, 1);
    assertEquals(
        Double.NaN,
        Clustering.of(new int[] {0, 0, 1, 2}).spread(influenceFunction, second).whole().variance());
    assertEquals(Double.NaN, Clustering.of(new int[4]).spread(influenceFunction).variance());
  }

  @Test
  void asManyValuesOfAnInfluenceFunctionAsRowsAreDue() {
    Clustering clustering = Clustering.of(GROUPS);
    assertThrows(IllegalArgumentException.class, () -> clustering.spread(new double[11]));
    assertThrows(
        IllegalArgumentException.class, () -> clustering.spread(new double[13], new boolean[13]));
    assertThrows(
        IllegalArgumentException.class,
        () -> clustering.covariance(INFLUENCE_FUNCTION, new double[1]));
    assertThrows(IllegalArgumentException.class, () -> Clustering.of(new int[2], new int[3]));
  }

  @Test
  void foldsNeverTearAClusterAndAreAboutEquallyLarge() {
    int[] codes = new int[1_000];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = row % 103;
    }
    int[] foldOfRow = Clustering.of(codes).folds(5, Data.RESAMPLING, "folds");
    int[] clustersInFold = new int[5];
    for (int row = 0; row < codes.length; row++) {
      assertEquals(foldOfRow[row % 103], foldOfRow[row]);
      clustersInFold[foldOfRow[row]] += row < 103 ? 1 : 0;
    }
    for (int clusters : clustersInFold) {
      assertTrue(clusters == 20 || clusters == 21, clusters + " of 103 clusters");
    }
    assertArrayEquals(foldOfRow, Clustering.of(codes).folds(5, Data.RESAMPLING, "folds"));
    assertFalse(
        java.util.Arrays.equals(
            foldOfRow, Clustering.of(codes).folds(5, Data.RESAMPLING, "other folds")));
  }

  @Test
  void ofTwoWaysTheFirstIsNotTorn() {
    int[] folds = Clustering.of(GROUPS, ACROSS).folds(3, Data.RESAMPLING, "folds");
    for (int row = 1; row < 12; row++) {
      if (GROUPS[row] == GROUPS[row - 1]) {
        assertEquals(folds[row - 1], folds[row]);
      }
    }
  }

  @Test
  void weightsAreDrawnForWholeClustersAndAddUpToAsManyClusters() {
    Resampling.Generator generator = Data.RESAMPLING.generator("weights");
    double[] weights = new double[12];
    Clustering alone = Clustering.independent(12);
    Clustering clustered = Clustering.of(GROUPS);
    boolean varied = false;
    for (int i = 0; i < 50; i++) {
      alone.drawWeights(generator, weights);
      assertEquals(12, Moments.sum(weights));
      clustered.drawWeights(generator, weights);
      assertEquals(weights[0], weights[2]);
      assertEquals(weights[6], weights[9]);
      varied |= weights[0] != weights[3];
      assertEquals(
          6, weights[0] + weights[3] + weights[5] + weights[6] + weights[10] + weights[11]);
    }
    assertTrue(varied);
  }

  @Test
  void weightsOfTwoWaysAreProducts() {
    int[] first = {0, 0, 0, 1, 1, 1, 2, 2, 2};
    int[] second = {0, 1, 2, 0, 1, 2, 0, 1, 2};
    double[] weights = new double[9];
    Resampling.Generator generator = Data.RESAMPLING.generator("weights");
    for (int i = 0; i < 50; i++) {
      Clustering.of(first, second).drawWeights(generator, weights);
      // (a0 + a1 + a2) * (b0 + b1 + b2) = 3 * 3
      assertEquals(9, Moments.sum(weights));
      assertEquals(weights[0] * weights[4], weights[1] * weights[3]);
    }
  }
}
