package dev.decorum.stats;

import static dev.decorum.stats.Data.RESAMPLING;
import static dev.decorum.stats.Estimates.assertInterval;
import static dev.decorum.stats.Estimates.assertSame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MeanDifferenceTest {
  private static final double[] Y = {3.0, 3.3, 2.5, 6.1, 4.0, 4.6, 3.3, 5.8, 3.0, 6.6, 2.9, 4.8};
  private static final double[] BOTH = {
    .12, .55, .43, .9, .31, .77, .68, .44, .71, .95, .83, .62, .55, .98, .87, .39
  };
  private static final boolean[] SECOND =
      Data.labels(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final Clustering SIXTEEN = Clustering.independent(16);

  private static double[] differences() {
    double[] differences = new double[12];
    for (int row = 0; row < 12; row++) {
      differences[row] = Y[row] - Data.X[row];
    }
    return differences;
  }

  /** scipy: ttest_rel(y, x), its confidence_interval(). */
  @Test
  void pairedRowsHaveThePairedTTest() {
    MeanDifference found =
        MeanDifference.paired(differences(), Clustering.independent(12), RESAMPLING);
    assertEquals(0.475, found.difference().value(), 1e-14);
    assertEquals(0.475 / 3.818559328966515, found.difference().standardError(), 1e-14);
    assertInterval(0.2012140349349097, 0.7487859650650901, found.student(), 1e-9);
    assertEquals(0.0028502362790250434, found.studentP(), 1e-12);
    assertEquals(11, found.degreesOfFreedom());
    assertEquals(12, found.clusters());
    assertEquals(1, found.designEffect(), 1e-12);
    assertEquals(MeanDifference.Test.SIGN_FLIPS, found.test());
    assertEquals(PermutationTest.signFlips(differences(), RESAMPLING), found.pValue(), 1e-15);
    assertTrue(found.bootstrapped());
    assertEquals(
        Means.bootstrap(differences(), Clustering.independent(12), RESAMPLING), found.difference());
  }

  /**
   * scipy: ttest_ind(b, a, equal_var=False); t.interval and (t.ppf(.975, df) + t.ppf(.8, df)) * se.
   */
  @Test
  void unpairedRowsHaveWelchsTTest() {
    MeanDifference found = MeanDifference.unpaired(BOTH, SECOND, SIXTEEN, RESAMPLING);
    assertEquals(0.16730158730158717, found.difference().value(), 1e-14);
    assertEquals(0.12580747007363693, found.difference().standardError(), 1e-14);
    assertEquals(11.35836478120307, found.degreesOfFreedom(), 1e-11);
    assertInterval(-0.10853661247353852, 0.44313978707671287, found.student(), 1e-9);
    assertEquals(0.20966448122526726, found.studentP(), 1e-12);
    assertEquals(0.3858470358370853, found.minimalDetectable(), 1e-9);
    assertEquals(1, found.designEffect(), 1e-12);
    assertEquals(MeanDifference.Test.CLUSTER_PERMUTATION, found.test());
    assertEquals(0.2097, found.pValue(), 0.03);
    assertFalse(found.bootstrapped(), "seven rows on one side are too few");
    assertEquals(found.student(), found.difference());
  }

  @Test
  void withoutResamplingItIsStudentsAllThrough() {
    MeanDifference found = MeanDifference.student(BOTH, SECOND, SIXTEEN);
    assertEquals(MeanDifference.Test.STUDENT, found.test());
    assertEquals(0.20966448122526726, found.pValue(), 1e-12);
    assertEquals(found.student(), found.difference());
    assertFalse(found.bootstrapped());
  }

  @Test
  void swappingTheVersionsTurnsTheSignAndNothingElse() {
    int[] codes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2};
    for (Clustering clustering : new Clustering[] {SIXTEEN, Clustering.of(codes)}) {
      MeanDifference one = MeanDifference.student(BOTH, SECOND, clustering);
      MeanDifference other = MeanDifference.student(BOTH, Data.not(SECOND), clustering);
      assertSame(one.difference().scaled(-1, 0), other.difference(), 1e-12);
      assertEquals(one.pValue(), other.pValue(), 1e-12);
      assertEquals(one.degreesOfFreedom(), other.degreesOfFreedom(), 1e-10);
      assertEquals(one.designEffect(), other.designEffect(), 1e-12);
    }
    MeanDifference one =
        MeanDifference.paired(differences(), Clustering.independent(12), RESAMPLING);
    MeanDifference other =
        MeanDifference.paired(
            Data.scaled(differences(), -1, 0), Clustering.independent(12), RESAMPLING);
    assertEquals(one.pValue(), other.pValue());
    assertInterval(
        -one.difference().high(),
        -one.difference().low(),
        other.difference(),
        0.05 * one.difference().standardError());
  }

  /** 3 clusters of 10 rows against 20 of 3: many rows, but 3 clusters have few resamples. */
  @Test
  void aSampleOfFewClustersIsNotBootstrapped() {
    int[] codes = new int[90];
    boolean[] second = new boolean[90];
    double[] values = new double[90];
    for (int row = 0; row < 90; row++) {
      second[row] = row >= 30;
      codes[row] = second[row] ? 3 + (row - 30) / 3 : row / 10;
      values[row] = (row * 37 % 90) / 90.0;
    }
    Clustering clustering = Clustering.of(codes);
    MeanDifference found = MeanDifference.unpaired(values, second, clustering, RESAMPLING);
    assertFalse(found.bootstrapped());
    assertEquals(found.student(), found.difference());
    assertEquals(MeanDifference.Test.CLUSTER_PERMUTATION, found.test());
  }

  @Test
  void aDifferenceGrowsWithItsValuesAndDoesNotMoveWithThem() {
    MeanDifference one = MeanDifference.unpaired(BOTH, SECOND, SIXTEEN, RESAMPLING);
    MeanDifference scaled =
        MeanDifference.unpaired(Data.scaled(BOTH, 8, 3), SECOND, SIXTEEN, RESAMPLING);
    assertSame(one.difference().scaled(8, 0), scaled.difference(), 1e-12);
    assertEquals(one.pValue(), scaled.pValue());
    assertEquals(8 * one.minimalDetectable(), scaled.minimalDetectable(), 1e-12);
  }

  @Test
  void pairsAsSharedClustersAreAsPrecise() {
    double[] both = new double[24];
    int[] codes = new int[24];
    boolean[] second = new boolean[24];
    for (int row = 0; row < 24; row++) {
      codes[row] = row % 12;
      second[row] = row >= 12;
      both[row] = row < 12 ? Data.X[row] : Y[row - 12];
    }
    MeanDifference paired =
        MeanDifference.paired(differences(), Clustering.independent(12), RESAMPLING);
    MeanDifference shared = MeanDifference.unpaired(both, second, Clustering.of(codes), RESAMPLING);
    assertSame(paired.student(), shared.student(), 1e-12);
    assertEquals(11, shared.degreesOfFreedom());
    assertTrue(shared.designEffect() < 0.2, "much better than 24 rows that do not know each other");
    // The same draws, since the strata are the same.
    assertSame(paired.difference(), shared.difference(), 1e-9);
  }

  @Test
  void theBootstrapIsNearStudentForManySymmetricRows() {
    double[] values = Data.normal(900, 31);
    boolean[] second = new boolean[900];
    for (int row = 0; row < 900; row++) {
      second[row] = row % 3 == 0;
    }
    Clustering alone = Clustering.independent(900);
    MeanDifference found = MeanDifference.unpaired(values, second, alone, RESAMPLING);
    assertTrue(found.bootstrapped());
    assertNotEquals(found.student(), found.difference());
    assertInterval(
        found.student().low(),
        found.student().high(),
        found.difference(),
        0.1 * found.difference().standardError());
    assertEquals(found.studentP(), found.pValue(), 0.02);
  }

  @Test
  void twoWaysAndThousandsOfClustersAreLeftToStudent() {
    MeanDifference twoWay =
        MeanDifference.paired(
            differences(), Clustering.of(Data.GROUPS, Data.ownCodes(12)), RESAMPLING);
    assertEquals(MeanDifference.Test.STUDENT, twoWay.test());
    assertFalse(twoWay.bootstrapped());
    assertEquals(twoWay.studentP(), twoWay.pValue());
    assertEquals(6, twoWay.clusters());
    double[] many = Data.normal(5_001, 3);
    assertEquals(
        MeanDifference.Test.STUDENT,
        MeanDifference.paired(many, Clustering.independent(5_001), RESAMPLING).test());
    boolean[] second = new boolean[5_001];
    second[7] = true;
    second[8] = true;
    assertEquals(
        MeanDifference.Test.STUDENT,
        MeanDifference.unpaired(many, second, Clustering.independent(5_001), RESAMPLING).test());
  }

  @Test
  void fewClustersAreTestedButNotBootstrapped() {
    MeanDifference found =
        MeanDifference.paired(differences(), Clustering.of(Data.GROUPS), RESAMPLING);
    assertEquals(MeanDifference.Test.SIGN_FLIPS, found.test());
    assertFalse(found.bootstrapped());
    assertEquals(found.student(), found.difference());
    assertEquals(Math.rint(found.pValue() * 64), found.pValue() * 64, "2^6 flips");
  }

  @Test
  void oneClusterAllowsNoTest() {
    MeanDifference found =
        MeanDifference.paired(differences(), Clustering.of(new int[12]), RESAMPLING);
    assertEquals(0.475, found.difference().value(), 1e-14);
    assertFalse(found.difference().hasInterval());
    assertEquals(Double.NaN, found.pValue());
    assertEquals(Double.NaN, found.minimalDetectable());
  }

  @Test
  void versionsThatAreTheSameDoNotDiffer() {
    MeanDifference found =
        MeanDifference.paired(new double[20], Clustering.independent(20), RESAMPLING);
    assertEquals(1, found.pValue());
    assertEquals(1, found.studentP());
    assertInterval(0, 0, found.difference(), 0);
  }

  @Test
  void fourTimesTheClustersFindHalfTheDifference() {
    MeanDifference found = MeanDifference.unpaired(BOTH, SECOND, SIXTEEN, RESAMPLING);
    assertEquals(16, found.clustersToDetect(found.minimalDetectable()));
    assertEquals(64, found.clustersToDetect(found.minimalDetectable() / 2));
    // 16 * (0.38584... / 0.1)^2 = 238.2
    assertEquals(239, found.clustersToDetect(0.1));
  }

  @Test
  void nothingBesideNoErrorIsNoDifference() {
    Clustering twoWay = Clustering.of(Data.ownCodes(20), Data.ownCodes(20));
    MeanDifference found = MeanDifference.paired(new double[20], twoWay, RESAMPLING);
    assertEquals(MeanDifference.Test.STUDENT, found.test());
    assertEquals(1, found.pValue());
    double[] ones = Data.scaled(new double[20], 1, 1);
    assertEquals(0, MeanDifference.paired(ones, twoWay, RESAMPLING).pValue());
  }
}
