package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  private static final Resampling FEW = new Resampling(1, 499);

  @Test
  void binsAndTheirErrorByHand() {
    double[] probabilities = {0.9, 0.1, 0.2, 0.8};
    boolean[] labels = Data.labels(1, 0, 1, 1);
    Reliability reliability = new Reliability(probabilities, labels, Clustering.independent(4), 2);
    List<Reliability.Bin> bins = reliability.bins();
    assertEquals(2, bins.size());
    assertEquals(0.1, bins.get(0).lowest());
    assertEquals(0.2, bins.get(0).highest());
    assertEquals(2, bins.get(0).count());
    assertEquals(0.15, bins.get(0).meanProbability(), 1e-15);
    assertEquals(0.5, bins.get(0).observedRate().value());
    assertEquals(0.85, bins.get(1).meanProbability(), 1e-15);
    assertEquals(1, bins.get(1).observedRate().value());
    // (0.35 + 0.15) / 2
    assertEquals(0.25, reliability.expectedCalibrationError(FEW).value(), 1e-15);
  }

  @Test
  void theErrorOfTrueProbabilitiesIsThatOfChance() {
    Random random = new Random(12);
    double[] probabilities = new double[2_000];
    boolean[] right = new boolean[2_000];
    boolean[] wrong = new boolean[2_000];
    for (int row = 0; row < 2_000; row++) {
      probabilities[row] = random.nextDouble();
      right[row] = random.nextDouble() < probabilities[row];
      wrong[row] = random.nextDouble() < Math.pow(probabilities[row], 3);
    }
    Clustering alone = Clustering.independent(2_000);
    Reliability good = new Reliability(probabilities, right, alone, 10);
    Reliability.ChanceLevel chance = good.errorOfPerfectCalibration(FEW);
    // The mean of |N(0, s)| is s sqrt(2/pi), with s^2 the mean p(1-p) of a tenth over 200.
    double expected = 0;
    for (int bin = 0; bin < 10; bin++) {
      double p = (bin + 0.5) / 10;
      expected += Math.sqrt(p * (1 - p) / 200 * 2 / Math.PI) / 10;
    }
    assertEquals(expected, chance.mean(), 0.05 * expected);
    assertTrue(chance.highest() > chance.mean() * 1.2 && chance.highest() < chance.mean() * 2);
    assertTrue(good.expectedCalibrationError(FEW).value() < chance.highest());
    Estimate bad = new Reliability(probabilities, wrong, alone, 10).expectedCalibrationError(FEW);
    assertTrue(bad.value() > 5 * chance.highest());
    // The integral of x - x^3 from 0 to 1 is 1/4.
    assertTrue(bad.low() < 0.25 && bad.high() > 0.25, bad.toString());
    assertTrue(bad.high() - bad.low() < 0.06);
  }

  @Test
  void theErrorIsReflectedBecauseItIsBiasedUpwards() {
    double[] probabilities = new double[60];
    boolean[] labels = new boolean[60];
    Random random = new Random(3);
    for (int row = 0; row < 60; row++) {
      probabilities[row] = random.nextDouble();
      labels[row] = random.nextDouble() < probabilities[row];
    }
    Estimate error =
        new Reliability(probabilities, labels, Clustering.independent(60), 10)
            .expectedCalibrationError(FEW);
    assertTrue(error.low() >= 0 && error.low() < error.high());
    assertTrue(
        error.value() - error.low() > error.high() - error.value(), "more room below: " + error);
  }

  @Test
  void drawsFollowFromTheSeed() {
    double[] probabilities = {0.1, 0.3, 0.5, 0.7, 0.9, 0.2, 0.4, 0.6};
    Reliability reliability =
        new Reliability(
            probabilities, Data.labels(0, 0, 1, 1, 1, 1, 0, 0), Clustering.independent(8), 3);
    assertEquals(
        reliability.errorOfPerfectCalibration(FEW), reliability.errorOfPerfectCalibration(FEW));
    assertNotEquals(
        reliability.errorOfPerfectCalibration(FEW),
        reliability.errorOfPerfectCalibration(new Resampling(2, 499)));
    assertEquals(
        reliability.expectedCalibrationError(FEW), reliability.expectedCalibrationError(FEW));
  }

  @Test
  void anErrorOfNothingHasAnIntervalOfNothing() {
    double[] halves = Data.scaled(new double[4_000], 1, 0.5);
    boolean[] labels = new boolean[4_000];
    for (int row = 0; row < 4_000; row++) {
      labels[row] = row % 2 == 0;
    }
    Estimate error =
        new Reliability(halves, labels, Clustering.independent(4_000), 10)
            .expectedCalibrationError(FEW);
    assertEquals(0, error.value());
    // Reflected at 0 both ends are below it.
    Estimates.assertInterval(0, 0, error, 0);
  }
}
