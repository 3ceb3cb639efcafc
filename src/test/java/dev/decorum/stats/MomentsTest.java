package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MomentsTest {
  @Test
  void aSumKeepsWhatAPlainOneLoses() {
    assertEquals(2, Moments.sum(new double[] {1, 1e100, 1, -1e100}));
    double[] tenths = new double[1_000_000];
    java.util.Arrays.fill(tenths, 0.1);
    assertEquals(0.1, Moments.mean(tenths), "a plain sum gives 0.10000000000133288");
  }

  /** R: mean(x), var(x). */
  @Test
  void meanAndVariance() {
    double[] values = {2, 4, 4, 4, 5, 5, 7, 9};
    assertEquals(5, Moments.mean(values));
    assertEquals(32.0 / 7, Moments.variance(values), 1e-15);
    assertEquals(32.0 / 7, Moments.variance(Data.scaled(values, 1, 1e8)), 1e-12);
  }

  @Test
  void tooFewValuesHaveNone() {
    assertEquals(Double.NaN, Moments.mean(new double[0]));
    assertEquals(Double.NaN, Moments.variance(new double[] {3}));
    assertEquals(0, Moments.sum(new double[0]));
  }

  @Test
  void equalValuesKeepTheOrderOfTheirRows() {
    assertArrayEquals(
        new int[] {3, 1, 0, 4, 2, 5}, Order.ascending(new double[] {2, 1, 5, -3, 2, 5}));
  }

  @Test
  void valuesBelowAndNotAbove() {
    double[] sorted = {1, 2, 2, 2, 7};
    assertEquals(1, Order.below(sorted, 2));
    assertEquals(4, Order.notAbove(sorted, 2));
    assertEquals(0, Order.below(sorted, 0));
    assertEquals(5, Order.notAbove(sorted, 8));
    assertEquals(4, Order.below(sorted, 3));
    assertEquals(4, Order.notAbove(sorted, 3));
  }
}
