package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void aNegativeFactorSwapsTheEnds() {
    assertEquals(new Estimate(-3, 1, -9, -1), new Estimate(2, 0.5, 1, 5).scaled(-2, 1));
    assertEquals(new Estimate(5, 1, 3, 11), new Estimate(2, 0.5, 1, 5).scaled(2, 1));
  }

  @Test
  void anIntervalHoldsItsEnds() {
    Estimate estimate = new Estimate(2, 0.5, 1, 3);
    assertFalse(estimate.excludes(1) || estimate.excludes(2) || estimate.excludes(3));
    assertTrue(estimate.excludes(0.999) && estimate.excludes(3.001));
    assertFalse(Estimate.withoutInterval(2).excludes(7), "nothing is known");
  }

  @Test
  void anIntervalHasTwoEnds() {
    assertTrue(new Estimate(2, 0.5, 1, 3).hasInterval());
    assertFalse(new Estimate(2, 0.5, Double.NaN, 3).hasInterval());
    assertFalse(new Estimate(2, 0.5, 1, Double.NaN).hasInterval());
    assertFalse(Estimate.withoutInterval(2).hasInterval());
    assertEquals(2, Estimate.withoutInterval(2).value());
  }

  @Test
  void anIntervalIsCutToWhatIsPossible() {
    assertEquals(new Estimate(0.5, 1, 0, 1), new Estimate(0.5, 1, -0.2, 1.7).within(0, 1));
    assertEquals(new Estimate(0.5, 1, 0.4, 0.6), new Estimate(0.5, 1, 0.4, 0.6).within(0, 1));
    assertEquals(new Estimate(0, 1, 0, 0), new Estimate(0, 1, -0.3, -0.1).within(0, 1));
    assertEquals(new Estimate(1, 1, 1, 1), new Estimate(1, 1, 1.1, 1.2).within(0, 1));
    assertEquals(Estimate.UNDEFINED, Estimate.UNDEFINED.within(0, 1));
  }
}
