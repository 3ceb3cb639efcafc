package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRegressionTest {
  private static final double[] X = {-2, -1.5, -1, -.5, -.25, 0, .25, .5, 1, 1.5, 2, 3};
  private static final boolean[] LABELS = Data.labels(0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1);

  /** statsmodels: Logit(y, add_constant(x)).fit(tol=1e-14).params, and without add_constant. */
  @Test
  void coefficientsAreThoseOfMaximumLikelihood() {
    LogisticRegression fit = LogisticRegression.fit(X, LABELS, true);
    assertEquals(-0.18555704626084898, fit.intercept(), 1e-12);
    assertEquals(0.8544418485142418, fit.slope(), 1e-12);
    LogisticRegression through = LogisticRegression.fit(X, LABELS, false);
    assertEquals(0, through.intercept());
    assertEquals(0.8360904066395316, through.slope(), 1e-12);
  }

  /**
   * statsmodels: ... .fit(cov_type="cluster", cov_kwds={"groups": g}).bse * sqrt(10/11), since its
   * factor is G/(G-1) * (n-1)/(n-2), and without that where there is but one coefficient.
   */
  @Test
  void standardErrorsAreOfTheSandwich() {
    LogisticRegression fit = LogisticRegression.fit(X, LABELS, true);
    Clustering alone = Clustering.independent(12);
    assertEquals(0.6967004460001156, fit.interceptEstimate(alone).standardError(), 1e-11);
    assertEquals(0.5246857694769839, fit.slopeEstimate(alone).standardError(), 1e-11);
    Clustering pairs = Clustering.of(new int[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5});
    assertEquals(0.3486132062958746, fit.interceptEstimate(pairs).standardError(), 1e-11);
    assertEquals(0.4615424331229212, fit.slopeEstimate(pairs).standardError(), 1e-11);
    LogisticRegression through = LogisticRegression.fit(X, LABELS, false);
    assertEquals(0.4735502300171562, through.slopeEstimate(pairs).standardError(), 1e-11);
    assertEquals(0, through.interceptEstimate(pairs).value());
  }

  @Test
  void coefficientsFollowTheScaleOfX() {
    LogisticRegression fit = LogisticRegression.fit(X, LABELS, true);
    LogisticRegression scaled = LogisticRegression.fit(Data.scaled(X, 50, 20), LABELS, true);
    assertEquals(fit.slope() / 50, scaled.slope(), 1e-12);
    assertEquals(fit.intercept() - 20 * fit.slope() / 50, scaled.intercept(), 1e-10);
    LogisticRegression turned = LogisticRegression.fit(X, Data.not(LABELS), true);
    assertEquals(-fit.slope(), turned.slope(), 1e-12);
    assertEquals(-fit.intercept(), turned.intercept(), 1e-12);
  }

  @Test
  void manyRowsGiveBackWhatTheyWereDrawnFrom() {
    Random random = new Random(9);
    double[] x = new double[20_000];
    boolean[] labels = new boolean[x.length];
    for (int row = 0; row < x.length; row++) {
      x[row] = 2 * random.nextGaussian();
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-(0.3 + 0.7 * x[row])));
    }
    LogisticRegression fit = LogisticRegression.fit(x, labels, true);
    Clustering alone = Clustering.independent(x.length);
    assertEquals(0.3, fit.intercept(), 4 * fit.interceptEstimate(alone).standardError());
    assertEquals(0.7, fit.slope(), 4 * fit.slopeEstimate(alone).standardError());
    assertTrue(fit.slopeEstimate(alone).standardError() < 0.02);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void labelsThatAThresholdSeparatesHaveNoMaximum(boolean withIntercept) {
    double[] x = {-3, -2, -1, 1, 2, 3};
    for (boolean[] labels :
        new boolean[][] {Data.labels(0, 0, 0, 1, 1, 1), Data.labels(1, 1, 1, 0, 0, 0)}) {
      assertUndefined(LogisticRegression.fit(x, labels, withIntercept));
    }
  }

  @Test
  void labelsThatOnlyOneValueSharesHaveNoMaximumEither() {
    assertUndefined(
        LogisticRegression.fit(
            new double[] {-2, -1, 0, 0, 1, 2}, Data.labels(0, 0, 0, 1, 1, 1), true));
  }

  @Test
  void oneLabelOnlyHasNoMaximum() {
    assertUndefined(LogisticRegression.fit(X, new boolean[12], true));
    assertUndefined(LogisticRegression.fit(X, Data.not(new boolean[12]), true));
    assertUndefined(LogisticRegression.fit(new double[] {1, 2, 3}, new boolean[3], false));
    assertUndefined(LogisticRegression.fit(new double[0], new boolean[0], true));
  }

  @Test
  void aConstantXHasNoSlope() {
    double[] constant = new double[12];
    assertUndefined(LogisticRegression.fit(constant, LABELS, false));
    assertUndefined(LogisticRegression.fit(Data.scaled(constant, 1, 0.7), LABELS, true));
  }

  private static void assertUndefined(LogisticRegression fit) {
    assertEquals(Double.NaN, fit.slope());
    assertEquals(Double.NaN, fit.intercept());
    Clustering none = Clustering.independent(0);
    assertEquals(Estimate.UNDEFINED, fit.slopeEstimate(none));
    assertEquals(Estimate.UNDEFINED, fit.interceptEstimate(none));
  }

  /** mpmath: log(1 + exp(-x)) with 30 digits. */
  @ParameterizedTest
  @CsvSource({
    "0, true, 0.6931471805599453",
    "0, false, 0.6931471805599453",
    "2, true, 0.12692801104297250",
    "2, false, 2.1269280110429725",
    "40, true, 4.248354255291589e-18",
    "40, false, 40",
    "-40, true, 40",
    "800, true, 0",
    "800, false, 800",
    "-800, true, 800",
    "-800, false, 0"
  })
  void theCrossEntropyNeitherOverflowsNorCancels(double logit, boolean label, double expected) {
    assertEquals(
        expected, LogisticRegression.crossEntropy(logit, label), 1e-15 * Math.max(1e-18, expected));
  }
}
