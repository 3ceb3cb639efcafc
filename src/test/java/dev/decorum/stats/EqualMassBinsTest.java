package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EqualMassBinsTest {
  private static int[] binsOf(double[] values, int target) {
    EqualMassBins bins = EqualMassBins.of(values, target);
    int[] found = new int[values.length];
    Arrays.setAll(found, bins::bin);
    return found;
  }

  @Test
  void withoutTiesBinsAreEquallyLarge() {
    double[] values = new double[40];
    for (int row = 0; row < 40; row++) {
      values[row] = (row * 7) % 40;
    }
    EqualMassBins bins = EqualMassBins.of(values, 8);
    assertEquals(8, bins.count());
    for (int row = 0; row < 40; row++) {
      assertEquals((int) values[row] / 5, bins.bin(row));
    }
  }

  @Test
  void rowsThatDoNotDivideAreSpread() {
    // Of 7 rows in 3 bins the boundaries are 2.33, 4.67 and 7: after the rows 3, 5 and 7.
    assertArrayEquals(
        new int[] {0, 0, 0, 1, 1, 2, 2}, binsOf(new double[] {1, 2, 3, 4, 5, 6, 7}, 3));
    assertArrayEquals(new int[] {1, 0, 2}, binsOf(new double[] {5, 4, 6}, 10), "fewer than bins");
  }

  @Test
  void tiesStretchABinAndBoundariesTheyPassAreSkipped() {
    // Boundaries at 2, 4, 6, 8: the four 1s pass two of them.
    assertArrayEquals(
        new int[] {0, 0, 0, 0, 1, 1, 2, 2}, binsOf(new double[] {1, 1, 1, 1, 2, 3, 4, 5}, 4));
    assertArrayEquals(new int[] {0, 0, 0, 0, 0}, binsOf(new double[] {3, 3, 3, 3, 3}, 4));
    assertArrayEquals(
        new int[] {0, 0, 1, 1, 1}, binsOf(new double[] {1, 2, 3, 3, 3}, 4), "1 of 1.25, so 2");
  }

  @Test
  void noRowsHaveNoBins() {
    EqualMassBins none = EqualMassBins.of(new double[0], 10);
    assertEquals(0, none.count());
    assertEquals(0, none.members().length);
  }

  @Test
  void equalValuesNeverLieInTwoBinsAndBinsAreInOrder() {
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      double[] values = new double[1 + random.nextInt(60)];
      int distinct = 1 + random.nextInt(30);
      Arrays.setAll(values, row -> random.nextInt(distinct));
      int target = 1 + random.nextInt(12);
      EqualMassBins bins = EqualMassBins.of(values, target);
      assertTrue(bins.count() >= 1 && bins.count() <= target, bins.count() + " of " + target);
      for (int a = 0; a < values.length; a++) {
        for (int b = 0; b < values.length; b++) {
          if (values[a] <= values[b]) {
            assertTrue(bins.bin(a) <= bins.bin(b));
          }
          if (values[a] == values[b]) {
            assertEquals(bins.bin(a), bins.bin(b));
          }
        }
      }
      checkMembers(bins, values.length);
      checkSizes(bins, values, target);
    }
  }

  private static void checkMembers(EqualMassBins bins, int rows) {
    int[][] members = bins.members();
    assertEquals(bins.count(), members.length);
    int all = 0;
    for (int bin = 0; bin < members.length; bin++) {
      assertTrue(members[bin].length > 0, "no bin is empty");
      for (int i = 0; i < members[bin].length; i++) {
        assertEquals(bin, bins.bin(members[bin][i]));
        assertTrue(i == 0 || members[bin][i - 1] < members[bin][i], "rows in their order");
      }
      all += members[bin].length;
    }
    assertEquals(rows, all);
  }

  /** A bin without its greatest value would not have reached the next boundary. */
  private static void checkSizes(EqualMassBins bins, double[] values, int target) {
    double before = 0;
    for (int[] members : bins.members()) {
      double greatest = Arrays.stream(members).mapToDouble(row -> values[row]).max().orElseThrow();
      long withoutIt = Arrays.stream(members).filter(row -> values[row] < greatest).count();
      double share = (double) values.length / target;
      double boundary = share * (Math.floor(before / share + 1e-9) + 1);
      assertTrue(before + withoutIt < boundary - 1e-9, "it should have ended earlier");
      before += members.length;
      assertTrue(before >= boundary - 1e-9 || before == values.length, "it ended too early");
    }
  }
}
