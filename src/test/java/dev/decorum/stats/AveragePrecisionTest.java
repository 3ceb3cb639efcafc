package dev.decorum.stats;

import static dev.decorum.stats.Data.LABELS;
import static dev.decorum.stats.Data.SCORES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AveragePrecisionTest {
  private static final Clustering ALONE = Clustering.independent(12);

  /**
   * scikit-learn: average_precision_score(labels, scores), average_precision_score(1 - labels,
   * -scores). The standard error is sqrt(12/11 * sum of squares) of the derivatives by
   * sample_weight, taken by differences of 1e-6.
   */
  @Test
  void tiesEnterTogether() {
    Estimate precision = AveragePrecision.of(SCORES, LABELS, ALONE);
    assertEquals(0.7425925925925926, precision.value(), 1e-14);
    assertEquals(0.1678468833580839, precision.standardError(), 1e-8);
    assertEquals(
        0.7655122655122656,
        AveragePrecision.of(Data.scaled(SCORES, -1, 0), Data.not(LABELS), ALONE).value(),
        1e-14);
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    int[] order = Data.shuffled(12, 11);
    Estimates.assertSame(
        AveragePrecision.of(SCORES, LABELS, ALONE),
        AveragePrecision.of(Data.pick(SCORES, order), Data.pick(LABELS, order), ALONE),
        1e-13);
  }

  @Test
  void onlyTheOrderOfScoresMatters() {
    assertEquals(
        AveragePrecision.of(SCORES, LABELS, ALONE),
        AveragePrecision.of(Data.scaled(SCORES, 8, -3), LABELS, ALONE));
  }

  @Test
  void copiesThatAreClusteredTellNothingNew() {
    int[] codes = new int[24];
    boolean[] labels = new boolean[24];
    for (int row = 0; row < 24; row++) {
      codes[row] = row / 2;
      labels[row] = LABELS[row / 2];
    }
    Estimates.assertSame(
        AveragePrecision.of(SCORES, LABELS, Clustering.of(Data.ownCodes(12))),
        AveragePrecision.of(Data.repeated(SCORES, 2), labels, Clustering.of(codes)),
        1e-13);
  }

  @Test
  void equalScoresHaveTheBaseRate() {
    assertEquals(
        0.25,
        AveragePrecision.of(
                new double[8], Data.labels(0, 1, 0, 0, 0, 1, 0, 0), Clustering.independent(8))
            .value(),
        1e-15);
  }

  @Test
  void aPerfectOrderHasOneAndAnIntervalBelow() {
    Estimate perfect =
        AveragePrecision.of(
            new double[] {1, 2, 3, 4}, Data.labels(0, 0, 1, 1), Clustering.independent(4));
    assertEquals(1, perfect.value());
    assertEquals(1, perfect.high());
    assertTrue(perfect.low() > 0.3 && perfect.low() < 0.6, perfect.toString());
  }

  @Test
  void withoutARowOfTheClassThereIsNone() {
    assertEquals(
        Estimate.UNDEFINED,
        AveragePrecision.of(new double[] {1, 2}, new boolean[2], Clustering.independent(2)));
  }
}
