package dev.decorum.stats;

import static dev.decorum.stats.Data.RESAMPLING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RankCorrelationTest {
  private static final double[] X = {1, 2, 2, 3, 5, 5, 5, 8, 9, 10};
  private static final double[] Y = {3, 1, 4, 4, 2, 6, 6, 5, 9, 7};
  private static final Clustering ALONE = Clustering.independent(10);

  private static Estimate spearman(double[] x, double[] y) {
    return RankCorrelation.spearman(x, y, ALONE, RESAMPLING);
  }

  /** scipy.stats.spearmanr(x, y).statistic. */
  @Test
  void tiesHaveTheirMiddleRank() {
    assertEquals(0.7709310859368713, spearman(X, Y).value(), 1e-14);
    assertEquals(0.7709310859368713, spearman(Y, X).value(), 1e-14);
    assertEquals(-0.7709310859368713, spearman(X, Data.scaled(Y, -1, 0)).value(), 1e-14);
  }

  @Test
  void theIntervalHoldsTheCorrelationAndStaysBetweenItsBounds() {
    Estimate found = spearman(X, Y);
    assertTrue(-1 <= found.low() && found.low() < found.value(), found.toString());
    assertTrue(found.value() < found.high() && found.high() <= 1, found.toString());
    assertEquals(found, spearman(X, Y));
    assertNotEquals(
        found.low(), RankCorrelation.spearman(X, Y, ALONE, new Resampling(5, 9_999)).low());
  }

  @Test
  void onlyTheOrderMatters() {
    double[] cubes = new double[X.length];
    for (int row = 0; row < X.length; row++) {
      cubes[row] = X[row] * X[row] * X[row];
    }
    assertEquals(spearman(X, Y), spearman(cubes, Data.scaled(Y, 2, 1)));
  }

  /** For normal data without correlation Fisher's z has a standard error of 1 / sqrt(n - 3). */
  @Test
  void theIntervalIsAboutFishersForManyRows() {
    double[] x = Data.normal(800, 1);
    double[] y = Data.normal(800, 2);
    Estimate found =
        RankCorrelation.spearman(x, y, Clustering.independent(800), new Resampling(1, 1_999));
    double reach = 1.96 / Math.sqrt(797);
    Estimates.assertInterval(found.value() - reach, found.value() + reach, found, 0.2 * reach);
  }

  @Test
  void copiesThatAreClusteredTellNothingNew() {
    int[] codes = new int[30];
    for (int row = 0; row < 30; row++) {
      codes[row] = row / 3;
    }
    Estimates.assertSame(
        spearman(X, Y),
        RankCorrelation.spearman(
            Data.repeated(X, 3), Data.repeated(Y, 3), Clustering.of(codes), RESAMPLING),
        1e-12);
  }

  @Test
  void aConstantCorrelatesWithNothing() {
    assertEquals(Estimate.UNDEFINED, spearman(X, new double[10]));
    assertEquals(Estimate.UNDEFINED, spearman(new double[10], Y));
  }
}
