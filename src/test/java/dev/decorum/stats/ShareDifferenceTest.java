package dev.decorum.stats;

import static dev.decorum.stats.Estimates.assertInterval;
import static dev.decorum.stats.Estimates.assertSame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShareDifferenceTest {
  private static double[] hits(int... runs) {
    int rows = 0;
    for (int run : runs) {
      rows += run;
    }
    double[] hits = new double[rows];
    int row = 0;
    for (int run = 0; run < runs.length; run++) {
      for (int i = 0; i < runs[run]; i++) {
        hits[row++] = (run + 1) % 2;
      }
    }
    return hits;
  }

  private static boolean[] from(int rows, int start) {
    boolean[] second = new boolean[rows];
    for (int row = start; row < rows; row++) {
      second[row] = true;
    }
    return second;
  }

  /**
   * statsmodels: confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff"), and
   * of (9, 10, 3, 10).
   */
  @Test
  void independentRowsHaveNewcombesInterval() {
    Estimate found =
        ShareDifference.unpaired(hits(48, 32, 56, 14), from(150, 80), Clustering.independent(150));
    assertEquals(0.2, found.value(), 1e-15);
    assertInterval(0.05243147240236498, 0.33387265403690614, found, 1e-12);
    assertInterval(
        0.1705227239345029,
        0.809017973535488,
        ShareDifference.unpaired(hits(3, 7, 9, 1), from(20, 10), Clustering.independent(20)),
        1e-12);
  }

  /**
   * 6 pairs count twice, 2 on the first side only, 5 on the second, 7 not at all. numpy: Zou and
   * Donner's formula with Wilson's intervals of 8 and 11 of 20 and corrcoef(first, second) =
   * 0.32824397594488725.
   */
  @Test
  void pairsThatAgreeNarrowTheInterval() {
    Estimate found =
        ShareDifference.paired(hits(8, 12), hits(6, 2, 5, 7), Clustering.independent(20));
    assertEquals(0.15, found.value(), 1e-15);
    assertInterval(-0.09422475224274585, 0.36634235536953347, found, 1e-12);
  }

  @Test
  void pairsThatAreTheSameDoNotDiffer() {
    Estimate found = ShareDifference.paired(hits(8, 12), hits(8, 12), Clustering.independent(20));
    assertEquals(0, found.value());
    // A correlation of one takes nothing but the asymmetry of Wilson's interval away.
    assertTrue(found.high() - found.low() < 0.1, found.toString());
  }

  @Test
  void swappingTheVersionsTurnsTheSign() {
    double[] first = hits(8, 12);
    double[] second = hits(6, 2, 5, 7);
    int[] codes = new int[20];
    for (int row = 0; row < 20; row++) {
      codes[row] = row % 7;
    }
    assertSame(
        ShareDifference.paired(first, second, Clustering.of(codes)).scaled(-1, 0),
        ShareDifference.paired(second, first, Clustering.of(codes)),
        1e-12);
    double[] both = hits(8, 12, 11, 9);
    int[] twice = new int[40];
    for (int row = 0; row < 40; row++) {
      twice[row] = row % 9;
    }
    assertSame(
        ShareDifference.unpaired(both, from(40, 20), Clustering.of(twice)).scaled(-1, 0),
        ShareDifference.unpaired(both, Data.not(from(40, 20)), Clustering.of(twice)),
        1e-12);
  }

  @Test
  void pairsAsClustersOfUnpairedRowsAreNearlyPaired() {
    double[] first = hits(8, 12);
    double[] second = hits(6, 2, 5, 7);
    double[] both = new double[40];
    int[] codes = new int[40];
    System.arraycopy(first, 0, both, 0, 20);
    System.arraycopy(second, 0, both, 20, 20);
    for (int row = 0; row < 40; row++) {
      codes[row] = row % 20;
    }
    assertSame(
        ShareDifference.paired(first, second, Clustering.of(Data.ownCodes(20))),
        ShareDifference.unpaired(both, from(40, 20), Clustering.of(codes)),
        1e-12);
  }

  @Test
  void aVersionInOneClusterHasNoInterval() {
    Estimate found =
        ShareDifference.unpaired(
            hits(2, 2, 1, 3), from(8, 4), Clustering.of(new int[] {0, 0, 0, 0, 1, 2, 3, 4}));
    assertEquals(-0.25, found.value());
    assertFalse(found.hasInterval());
  }
}
