package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class MultipleTestingTest {
  private static final double[] P = {0.01, 0.04, 0.03, 0.005, 0.5, 0.04};
  private static final double NAN = Double.NaN;

  /** R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5, 0.04), "holm"). */
  @Test
  void holm() {
    assertArrayEquals(
        new double[] {0.05, 0.12, 0.12, 0.03, 0.5, 0.12}, MultipleTesting.holm(P), 1e-15);
  }

  /** R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5, 0.04), "BH"). */
  @Test
  void benjaminiHochberg() {
    assertArrayEquals(
        new double[] {0.03, 0.048, 0.048, 0.03, 0.5, 0.048},
        MultipleTesting.benjaminiHochberg(P),
        1e-15);
  }

  @Test
  void aTestThatWasNotMadeDoesNotCount() {
    double[] p = {NAN, 0.01, 0.04, NAN, 0.03, 0.005, 0.5, 0.04};
    assertArrayEquals(
        new double[] {NAN, 0.05, 0.12, NAN, 0.12, 0.03, 0.5, 0.12}, MultipleTesting.holm(p), 1e-15);
    assertArrayEquals(
        new double[] {NAN, 0.03, 0.048, NAN, 0.048, 0.03, 0.5, 0.048},
        MultipleTesting.benjaminiHochberg(p),
        1e-15);
    assertArrayEquals(new double[] {NAN}, MultipleTesting.holm(new double[] {NAN}));
    assertArrayEquals(new double[0], MultipleTesting.benjaminiHochberg(new double[0]));
  }

  @Test
  void oneTestIsNotCorrectedAndNothingExceedsOne() {
    assertArrayEquals(new double[] {0.2}, MultipleTesting.holm(new double[] {0.2}));
    assertArrayEquals(new double[] {0.2}, MultipleTesting.benjaminiHochberg(new double[] {0.2}));
    assertArrayEquals(new double[] {1, 1}, MultipleTesting.holm(new double[] {0.6, 0.9}));
    assertArrayEquals(
        new double[] {0.9, 0.9}, MultipleTesting.benjaminiHochberg(new double[] {0.6, 0.9}));
  }
}
