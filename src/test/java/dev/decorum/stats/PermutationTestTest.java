package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PermutationTestTest {
  private static final Resampling MANY = new Resampling(1, 99_999);

  /** The most that a p-value of as many replicates is off, four standard errors of it. */
  private static double off(double p, int replicates) {
    return 4 * Math.sqrt(p * (1 - p) / replicates) + 1.0 / replicates;
  }

  @Test
  void fewClustersAreFlippedInEveryWay() {
    // All four signs agree in 2 of 16 ways.
    assertEquals(2.0 / 16, signFlips(1, 2, 3, 4));
    // |sum| >= 8 of 1, -1, 3, 5: +-(1 + 3 + 5), with either sign of the other 1, and 1 - 1 + 8.
    assertEquals(6.0 / 16, signFlips(1, -1, 3, 5));
    assertEquals(1, signFlips(2, -2));
    assertEquals(1, signFlips(0, 0, 0));
    assertEquals(2.0 / 4, signFlips(0.1, 0.2));
  }

  private static double signFlips(double... sums) {
    return PermutationTest.signFlips(sums, Data.RESAMPLING);
  }

  /** 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in floating point, but no less extreme. */
  @Test
  void roundingMakesNothingLessExtreme() {
    assertEquals(2.0 / 8, signFlips(0.1, 0.2, 0.3));
    assertEquals(2.0 / 8, signFlips(-0.3, -0.2, -0.1));
    assertEquals(4.0 / 16, signFlips(0.1, 0.2, 0.3, 1e-17));
  }

  @Test
  void randomFlipsAreNearAllOfThem() {
    double[] sums = Data.scaled(Data.normal(14, 21), 1, 0.1);
    // 2^14 ways are all tried with 99,999 replicates, but not with 9,999.
    double exact = PermutationTest.signFlips(sums, MANY);
    assertEquals(Math.rint(exact * 16_384), exact * 16_384, "a share of 2^14 ways");
    double random = PermutationTest.signFlips(sums, Data.RESAMPLING);
    assertEquals(Math.rint(random * 10_000), random * 10_000, 1e-9, "a share of 10,000");
    assertTrue(exact > 0.01 && exact < 0.5, "neither end: " + exact);
    assertEquals(exact, random, off(exact, 9_999));
    assertNotEquals(random, PermutationTest.signFlips(sums, new Resampling(2, 9_999)));
    assertEquals(random, PermutationTest.signFlips(sums, Data.RESAMPLING));
  }

  @Test
  void theLeastPossiblePCountsTheDataThemselves() {
    double[] sums = Data.scaled(new double[40], 1, 1);
    assertEquals(1.0 / 10_000, PermutationTest.signFlips(sums, Data.RESAMPLING));
    double[] values = new double[80];
    boolean[] second = new boolean[80];
    for (int row = 0; row < 80; row++) {
      second[row] = row >= 40;
      values[row] = row % 3 + (second[row] ? 50 : 0);
    }
    assertEquals(
        1.0 / 10_000,
        PermutationTest.exchanges(values, second, Clustering.independent(80), Data.RESAMPLING));
  }

  /** All 126 ways to choose 4 of 9 rows for the first side, by Welch's t. */
  @Test
  void randomSidesAreNearAllOfThem() {
    double[] values = {-0.4, -0.1, -0.1, -0.1, 4.0, 1.5, 2.1, 1.2, -1.0};
    boolean[] second = Data.labels(0, 0, 0, 0, 1, 1, 1, 1, 1);
    double observed = Math.abs(welch(values, second));
    int asExtreme = 0;
    int all = 0;
    for (int chosen = 0; chosen < 512; chosen++) {
      if (Integer.bitCount(chosen) == 5) {
        boolean[] sides = new boolean[9];
        for (int row = 0; row < 9; row++) {
          sides[row] = (chosen >> row & 1) == 1;
        }
        all++;
        asExtreme += Math.abs(welch(values, sides)) >= observed * (1 - 1e-12) ? 1 : 0;
      }
    }
    assertEquals(126, all);
    double exact = asExtreme / 126.0;
    assertTrue(exact > 0.01 && exact < 0.2, "neither end: " + exact);
    assertEquals(
        exact,
        PermutationTest.exchanges(values, second, Clustering.independent(9), MANY),
        off(exact, 99_999));
    // Every row three times in a cluster changes nothing, since clusters move as a whole.
    int[] codes = new int[27];
    boolean[] seconds = new boolean[27];
    for (int row = 0; row < 27; row++) {
      codes[row] = row / 3;
      seconds[row] = second[row / 3];
    }
    assertEquals(
        exact,
        PermutationTest.exchanges(Data.repeated(values, 3), seconds, Clustering.of(codes), MANY),
        off(exact, 99_999));
  }

  private static double welch(double[] values, boolean[] second) {
    double[] n = new double[2];
    double[] sum = new double[2];
    double[] squares = new double[2];
    for (int row = 0; row < values.length; row++) {
      int side = second[row] ? 1 : 0;
      n[side]++;
      sum[side] += values[row];
      squares[side] += values[row] * values[row];
    }
    double variance = 0;
    for (int side = 0; side < 2; side++) {
      variance += (squares[side] - sum[side] * sum[side] / n[side]) / (n[side] - 1) / n[side];
    }
    return (sum[1] / n[1] - sum[0] / n[0]) / Math.sqrt(variance);
  }

  /** All 2^8 ways in which clusters that hold rows of both sides may swap them, by |t|. */
  @Test
  void clustersOfBothSidesSwapThem() {
    int clusters = 8;
    double[] values = new double[3 * clusters];
    boolean[] second = new boolean[values.length];
    int[] codes = new int[values.length];
    double[] noise = Data.normal(values.length, 41);
    for (int row = 0; row < values.length; row++) {
      codes[row] = row / 3;
      // One row of three is of the second side, or two are.
      second[row] = row % 3 == 0 || (row % 3 == 1 && row / 3 % 3 == 0);
      values[row] = codes[row] / 2.0 + noise[row] + (second[row] ? 0.9 : 0);
    }
    Clustering clustering = Clustering.of(codes);
    double observed = studentised(values, second, clustering);
    int asExtreme = 0;
    for (int swaps = 0; swaps < 1 << clusters; swaps++) {
      boolean[] sides = new boolean[values.length];
      for (int row = 0; row < values.length; row++) {
        sides[row] = second[row] != ((swaps >> codes[row] & 1) == 1);
      }
      asExtreme += studentised(values, sides, clustering) >= observed * (1 - 1e-12) ? 1 : 0;
    }
    checkExchanges(asExtreme / 256.0, values, second, clustering);
  }

  private static double studentised(double[] values, boolean[] second, Clustering clustering) {
    Estimate difference = MeanDifference.student(values, second, clustering).difference();
    return Math.abs(difference.value() / difference.standardError());
  }

  private static void checkExchanges(
      double exact, double[] values, boolean[] second, Clustering clustering) {
    assertTrue(exact > 0.01 && exact < 0.5, "neither end: " + exact);
    assertEquals(
        exact, PermutationTest.exchanges(values, second, clustering, MANY), off(exact, 99_999));
  }

  /** Clusters of one to three rows: all 210 ways to put 4 of 10 on the first side, by |t|. */
  @Test
  void clustersOfOneSideMoveAsAWhole() {
    int[] codes = {0, 1, 1, 2, 3, 3, 3, 4, 5, 5, 6, 7, 7, 7, 8, 9, 9};
    double[] noise = Data.normal(codes.length, 3);
    double[] values = new double[codes.length];
    boolean[] second = new boolean[codes.length];
    for (int row = 0; row < codes.length; row++) {
      second[row] = codes[row] >= 4;
      values[row] = noise[codes[row]] * (second[row] ? 2 : 0.3) + (second[row] ? 1.2 : 0);
    }
    Clustering clustering = Clustering.of(codes);
    double observed = studentised(values, second, clustering);
    int asExtreme = 0;
    for (int chosen = 0; chosen < 1 << 10; chosen++) {
      if (Integer.bitCount(chosen) == 6) {
        boolean[] sides = new boolean[codes.length];
        for (int row = 0; row < codes.length; row++) {
          sides[row] = (chosen >> codes[row] & 1) == 1;
        }
        asExtreme += studentised(values, sides, clustering) >= observed * (1 - 1e-12) ? 1 : 0;
      }
    }
    checkExchanges(asExtreme / 210.0, values, second, clustering);
  }

  @Test
  void swappingTheVersionsOrMovingAllValuesChangesNoP() {
    double[] values = Data.normal(30, 5);
    boolean[] second = new boolean[30];
    int[] codes = new int[30];
    for (int row = 0; row < 30; row++) {
      second[row] = row % 3 == 0;
      codes[row] = row / 2;
    }
    double p = PermutationTest.exchanges(values, second, Clustering.of(codes), Data.RESAMPLING);
    assertEquals(
        p,
        PermutationTest.exchanges(values, Data.not(second), Clustering.of(codes), Data.RESAMPLING),
        off(p, 4_000));
    assertEquals(
        p,
        PermutationTest.exchanges(
            Data.scaled(values, -5, 1e6), second, Clustering.of(codes), Data.RESAMPLING),
        1e-3);
  }

  /** Where there is no difference, 5% of tests should say there is one: 20 of 400, give or take. */
  @Test
  void aTestAtFivePercentIsWrongInFivePercent() {
    Random random = new Random(77);
    Resampling few = new Resampling(1, 199);
    int flipped = 0;
    int moved = 0;
    int swapped = 0;
    for (int i = 0; i < 400; i++) {
      double[] values = new double[36];
      boolean[] sides = new boolean[36];
      boolean[] mixed = new boolean[36];
      int[] codes = new int[36];
      double[] sums = new double[12];
      double shared = 0;
      for (int row = 0; row < 36; row++) {
        shared = row % 3 == 0 ? random.nextGaussian() : shared;
        values[row] = shared + Math.pow(random.nextGaussian(), 3);
        sums[row / 3] += values[row];
        codes[row] = row / 3;
        sides[row] = row / 3 % 2 == 0;
        mixed[row] = row % 3 == 0;
      }
      Clustering clustering = Clustering.of(codes);
      flipped += PermutationTest.signFlips(sums, few) <= 0.05 ? 1 : 0;
      moved += PermutationTest.exchanges(values, sides, clustering, few) <= 0.05 ? 1 : 0;
      swapped += PermutationTest.exchanges(values, mixed, clustering, few) <= 0.05 ? 1 : 0;
    }
    // sqrt(400 * 0.05 * 0.95) is 4.4.
    assertEquals(20, flipped, 14);
    assertEquals(20, moved, 14);
    assertEquals(20, swapped, 14);
  }

  /**
   * Samples as far apart as can be get the smallest p-value. By hand: 2 of 2^n signs; 1 of the 10
   * ways to choose 3 of 5 clusters, 2 of the 6 to choose 2 of 4, since both sides may change.
   */
  @Test
  void nothingIsLessProbableThanTheSmallestPValue() {
    assertEquals(0.0625, PermutationTest.smallestOfSignFlips(5));
    assertEquals(
        0.0625, PermutationTest.signFlips(new double[] {9, 8, 7, 6, 5}, new Resampling(1, 999)));
    assertEquals(0.1, PermutationTest.smallestOfExchanges(3, 2, 5), 1e-15);
    assertEquals(1 / 3.0, PermutationTest.smallestOfExchanges(2, 2, 4), 1e-15);
    assertEquals(0.25, PermutationTest.smallestOfExchanges(3, 2, 3), 1e-15);
    assertEquals(1, PermutationTest.smallestOfExchanges(1, 40, 41));
    double[] values = {1, 1.1, 1.2, 9, 9.1};
    boolean[] inSecond = {false, false, false, true, true};
    double p =
        PermutationTest.exchanges(
            values, inSecond, Clustering.independent(5), new Resampling(1, 9_999));
    // The standard error of a share of 0.1 in 9,999 draws is 0.003.
    assertEquals(0.1, p, 0.012);
  }
}
