package dev.decorum.stats;

import static dev.decorum.stats.Data.GROUPS;
import static dev.decorum.stats.Data.RESAMPLING;
import static dev.decorum.stats.Data.X;
import static dev.decorum.stats.Estimates.assertInterval;
import static dev.decorum.stats.Estimates.assertSame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeansTest {
  private static final Clustering ALONE = Clustering.independent(X.length);

  /** scipy: x.mean(), stats.sem(x), stats.t.interval(.95, 11, x.mean(), stats.sem(x)). */
  @Test
  void independentRowsHaveStudentsInterval() {
    Estimate mean = Means.student(X, ALONE);
    assertEquals(3.683333333333334, mean.value(), 1e-14);
    assertEquals(0.3940530139178963, mean.standardError(), 1e-14);
    assertInterval(2.8160284974140843, 4.550638169252584, mean, 1e-9);
  }

  /**
   * statsmodels: OLS(x, ones).fit(cov_type="cluster", cov_kwds={"groups": g}).bse, and scipy's
   * t.interval(.95, 5, ...).
   */
  @Test
  void clustersHaveTheSandwichStandardErrorAndFewerDegreesOfFreedom() {
    Estimate mean = Means.student(X, Clustering.of(GROUPS));
    assertEquals(0.4700374295576741, mean.standardError(), 1e-14);
    assertInterval(2.475063654383297, 4.891603012283371, mean, 1e-8);
    assertEquals(
        1.4228384019081708, Means.designEffect(X, Clustering.of(GROUPS)), 1e-12, "(se / sem)^2");
  }

  @Test
  void independentRowsHaveADesignEffectOfOne() {
    assertEquals(1, Means.designEffect(X, ALONE), 1e-12);
    assertEquals(1, Means.designEffect(X, Clustering.of(Data.ownCodes(X.length))), 1e-12);
  }

  @Test
  void aMeanMovesAndGrowsWithItsValues() {
    Clustering clustering = Clustering.of(GROUPS);
    assertSame(
        Means.student(X, clustering).scaled(-3, 100),
        Means.student(Data.scaled(X, -3, 100), clustering),
        1e-11);
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    int[] order = Data.shuffled(X.length, 5);
    assertSame(
        Means.student(X, Clustering.of(GROUPS)),
        Means.student(Data.pick(X, order), Clustering.of(Data.pick(GROUPS, order))),
        1e-13);
    assertSame(
        Means.student(X, Clustering.of(GROUPS)),
        Means.student(Data.pick(X, order), Clustering.of(GROUPS).subset(order)),
        1e-13);
  }

  @Test
  void copiesThatAreClusteredTellNothingNew() {
    int[] codes = new int[X.length * 7];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = row / 7;
    }
    double[] copies = Data.repeated(X, 7);
    assertSame(Means.student(X, ALONE), Means.student(copies, Clustering.of(codes)), 1e-12);
    // The variance is that of n rows, where nk independent ones would have (n-1)/(nk-1) of it.
    assertEquals(83.0 / 11, Means.designEffect(copies, Clustering.of(codes)), 1e-11);
    Estimate believed = Means.student(copies, Clustering.independent(copies.length));
    assertTrue(believed.standardError() < 0.4 * Means.student(X, ALONE).standardError());
  }

  @Test
  void copiesOfAShareHardlyNarrowItsInterval() {
    int rows = 2_000;
    double[] hits = new double[rows];
    for (int row = 0; row < rows; row++) {
      hits[row] = row % 5 == 0 ? 1 : 0;
    }
    int[] codes = new int[rows * 4];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = row / 4;
    }
    // Its effective number of rows is nk (n-1)/(nk-1), which is n but for 1/n.
    assertSame(
        Means.share(hits, Clustering.of(Data.ownCodes(rows))),
        Means.share(Data.repeated(hits, 4), Clustering.of(codes)),
        1e-5);
  }

  @Test
  void oneClusterTellsNothingOfTheError() {
    Clustering one = Clustering.of(new int[X.length]);
    for (Estimate mean :
        new Estimate[] {
          Means.student(X, one),
          Means.bootstrap(X, one, RESAMPLING),
          Means.student(X, Clustering.of(new int[X.length], Data.ownCodes(X.length))),
          Means.student(new double[] {3}, Clustering.independent(1))
        }) {
      assertFalse(mean.hasInterval());
      assertEquals(Double.NaN, mean.low());
      assertEquals(Double.NaN, mean.high());
    }
    assertEquals(3.683333333333334, Means.student(X, one).value(), 1e-14);
  }

  @Test
  void noRowsHaveNoMean() {
    assertEquals(Estimate.UNDEFINED, Means.student(new double[0], Clustering.independent(0)));
    assertEquals(Estimate.UNDEFINED, Means.share(new double[0], Clustering.independent(0)));
  }

  @Test
  void theBootstrapIsNearStudentForManySymmetricRows() {
    double[] values = Data.normal(1_000, 4);
    Clustering alone = Clustering.independent(values.length);
    Estimate student = Means.student(values, alone);
    Estimate bootstrap = Means.bootstrap(values, alone, RESAMPLING);
    assertEquals(student.value(), bootstrap.value());
    assertEquals(student.standardError(), bootstrap.standardError());
    assertInterval(student.low(), student.high(), bootstrap, 0.1 * student.standardError());
    assertNotEquals(student.low(), bootstrap.low());
  }

  @Test
  void theBootstrapReachesToTheLongTail() {
    double[] values = new double[40];
    Random random = new Random(2);
    for (int row = 0; row < values.length; row++) {
      values[row] = -Math.log(random.nextDouble());
    }
    Clustering alone = Clustering.independent(values.length);
    Estimate student = Means.student(values, alone);
    Estimate bootstrap = Means.bootstrap(values, alone, RESAMPLING);
    assertTrue(bootstrap.high() > student.high() + 0.2 * student.standardError());
    assertTrue(bootstrap.low() > student.low());
    // Mirrored data with the same draws have the mirrored interval, but for the rank of a quantile.
    Estimate mirrored = Means.bootstrap(Data.scaled(values, -1, 0), alone, RESAMPLING);
    assertInterval(-bootstrap.high(), -bootstrap.low(), mirrored, 0.02 * student.standardError());
  }

  @Test
  void theBootstrapFollowsFromTheSeed() {
    Clustering alone = Clustering.independent(X.length);
    Estimate once = Means.bootstrap(X, alone, RESAMPLING);
    assertEquals(once, Means.bootstrap(X, alone, new Resampling(1, 9_999)));
    assertNotEquals(once, Means.bootstrap(X, alone, new Resampling(2, 9_999)));
    assertSame(once.scaled(2, 10), Means.bootstrap(Data.scaled(X, 2, 10), alone, RESAMPLING), 1e-9);
  }

  /** Repeated rows in clusters are drawn together: the interval is that of the rows once. */
  @Test
  void theBootstrapDrawsWholeClusters() {
    int[] codes = new int[X.length * 3];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = row / 3;
    }
    assertSame(
        Means.bootstrap(X, ALONE, RESAMPLING),
        Means.bootstrap(Data.repeated(X, 3), Clustering.of(codes), RESAMPLING),
        1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9, 5_001})
  void tooFewOrVeryManyClustersAreNotBootstrapped(int clusters) {
    double[] values = Data.normal(clusters, 8);
    Clustering alone = Clustering.independent(clusters);
    assertEquals(Means.student(values, alone), Means.bootstrap(values, alone, RESAMPLING));
  }

  @Test
  void twoWaysOfClusteringAreNotBootstrapped() {
    Clustering twoWay = Clustering.of(Data.ownCodes(X.length), Data.ownCodes(X.length));
    assertEquals(Means.student(X, twoWay), Means.bootstrap(X, twoWay, RESAMPLING));
  }

  @Test
  void aSkillIsZeroForTheGuessAndOneForPerfection() {
    boolean[] labels = Data.LABELS;
    double[] guess = new double[labels.length];
    double[] squares = new double[labels.length];
    double[] perfect = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      guess[row] = -Math.log(0.5);
      squares[row] = 0.25;
    }
    Clustering alone = Clustering.independent(labels.length);
    assertEquals(0, Means.logLossSkill(guess, labels, alone).value(), 1e-15);
    assertEquals(0, Means.brierSkill(squares, labels, alone).value(), 1e-15);
    assertEquals(1, Means.logLossSkill(perfect, labels, alone).value());
    assertEquals(1, Means.brierSkill(perfect, labels, alone).value());
  }

  @Test
  void aSkillByHand() {
    boolean[] labels = Data.labels(1, 1, 1, 0);
    double[] losses = {0.1, 0.2, 0.3, 0.6};
    Clustering alone = Clustering.independent(4);
    // -(0.75 ln 0.75 + 0.25 ln 0.25) = 0.5623351446188083; 0.75 * 0.25 = 0.1875
    assertEquals(
        1 - 0.3 / 0.5623351446188083, Means.logLossSkill(losses, labels, alone).value(), 1e-14);
    assertEquals(1 - 0.3 / 0.1875, Means.brierSkill(losses, labels, alone).value(), 1e-14);
  }

  @Test
  void oneLabelOnlyHasNoSkill() {
    boolean[] labels = {true, true, true};
    double[] losses = {0.1, 0.2, 0.3};
    Clustering alone = Clustering.independent(3);
    assertEquals(Estimate.UNDEFINED, Means.logLossSkill(losses, labels, alone));
    assertEquals(Estimate.UNDEFINED, Means.brierSkill(losses, labels, alone));
  }
}
