package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitHistogramTest {
  private static final double[] SHARES = {0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1};

  private static UnitHistogram of(double... values) {
    UnitHistogram histogram = new UnitHistogram();
    for (double value : values) {
      histogram.add(value);
    }
    return histogram;
  }

  /** The smallest number such that at least a share q of all is not above it. */
  private static double quantile(double[] sorted, double q) {
    for (int i = 0; i < sorted.length; i++) {
      if (i + 1 >= q * sorted.length) {
        return sorted[i];
      }
    }
    throw new AssertionError("a share above 1: " + q);
  }

  private static void check(double[] values) {
    UnitHistogram histogram = of(values);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
    }
    double mean =
        sum.divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128).doubleValue();
    assertEquals(values.length, histogram.count());
    assertEquals(mean, histogram.mean(), Math.ulp(mean) * 2);
    assertEquals(sorted[0], histogram.min());
    assertEquals(sorted[sorted.length - 1], histogram.max());
    for (double q : SHARES) {
      assertEquals(
          quantile(sorted, q), histogram.quantile(q), UnitHistogram.RESOLUTION, "q = " + q);
    }
  }

  @Test
  void momentsAreExactAndQuantilesWithinTheResolution() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      DoubleSupplier[] shapes = {
        random::nextDouble,
        () -> Math.pow(random.nextDouble(), 8),
        () -> random.nextInt(3) / 2.0,
        () -> 0.672 + random.nextDouble() * 1e-7
      };
      for (DoubleSupplier shape : shapes) {
        double[] values = new double[1 + random.nextInt(2000)];
        Arrays.setAll(values, i -> shape.getAsDouble());
        check(values);
      }
    }
  }

  /**
   * numpy.quantile([.1, .2, .35, .7, .9], [.05, .25, .5, .75, .95], method='inverted_cdf') gives
   * 0.1, 0.2, 0.35, 0.7, 0.9.
   */
  @ParameterizedTest
  @CsvSource({"0.05, 0.1", "0.25, 0.2", "0.5, 0.35", "0.75, 0.7", "0.95, 0.9", "0, 0.1", "1, 0.9"})
  void quantilesAreOfType1(double q, double value) {
    assertEquals(value, of(0.9, 0.1, 0.35, 0.7, 0.2).quantile(q), UnitHistogram.RESOLUTION);
  }

  @Test
  void theMeanOfManyNumbersKeepsItsLastDigits() {
    UnitHistogram histogram = new UnitHistogram();
    for (int i = 0; i < 1_000_000; i++) {
      histogram.add(0.1);
    }
    // A plain sum gives 0.10000000000133288.
    assertEquals(0.1, histogram.mean());
  }

  @Test
  void tinyNumbersAreNotLostBesideBigOnes() {
    double[] values = new double[10_001];
    Arrays.fill(values, 1e-17);
    values[0] = 1;
    // A plain sum stays at 1; 1 + 1e-13 over 10001.
    assertEquals((1 + 1e-13) / 10_001, of(values).mean(), 1e-20);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 0.5, Double.MIN_VALUE, 0.9999999999999999})
  void oneNumberIsItsOwnEveryStatistic(double value) {
    UnitHistogram histogram = of(value);
    assertEquals(value, histogram.mean());
    assertEquals(value, histogram.min());
    assertEquals(value, histogram.max());
    for (double q : SHARES) {
      assertEquals(value, histogram.quantile(q));
    }
  }

  @Test
  void withoutNumbersThereIsNoStatistic() {
    UnitHistogram histogram = new UnitHistogram();
    assertEquals(0, histogram.count());
    assertEquals(Double.NaN, histogram.mean());
    assertEquals(Double.NaN, histogram.min());
    assertEquals(Double.NaN, histogram.max());
    assertEquals(Double.NaN, histogram.quantile(0.5));
    assertArrayEquals(new long[4], histogram.binned(4));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-Double.MIN_VALUE, 1.0000000000000002, Double.NaN, Double.POSITIVE_INFINITY, -1})
  void whatIsNotBetweenZeroAndOneIsRefused(double bad) {
    UnitHistogram histogram = of(0.5);
    assertThrows(IllegalArgumentException.class, () -> histogram.add(bad));
    assertThrows(IllegalArgumentException.class, () -> histogram.quantile(bad));
    assertEquals(1, histogram.count(), "it left no trace");
    assertEquals(0.5, histogram.mean());
  }

  @Test
  void aBinHoldsItsLowerEdgeAndTheLastAlsoOne() {
    // 0.29 * 100000 is 28999.999999999996 in floating point; so are 0.57 and 0.58 a hair off.
    for (int bins : new int[] {1, 2, 4, 5, 10, 20, 50, 100, 1000, 100_000}) {
      UnitHistogram histogram = new UnitHistogram();
      long[] expected = new long[bins];
      for (int bin = 0; bin < bins; bin++) {
        histogram.add((double) bin / bins);
        expected[bin]++;
      }
      histogram.add(1);
      expected[bins - 1]++;
      assertArrayEquals(expected, histogram.binned(bins), bins + " bins");
    }
  }

  @Test
  void justBelowAnEdgeIsTheBinBelow() {
    for (int bin = 1; bin < 100; bin++) {
      UnitHistogram histogram = of(Math.nextDown(bin / 100.0));
      assertEquals(1, histogram.binned(100)[bin - 1], "below " + bin / 100.0);
    }
  }

  @Test
  void coarseBinsAreSumsOfFineOnes() {
    Random random = new Random(3);
    UnitHistogram histogram = new UnitHistogram();
    for (int i = 0; i < 5000; i++) {
      histogram.add(random.nextDouble());
    }
    long[] fine = histogram.binned(20);
    long[] coarse = histogram.binned(10);
    for (int bin = 0; bin < 10; bin++) {
      assertEquals(fine[2 * bin] + fine[2 * bin + 1], coarse[bin]);
      assertTrue(coarse[bin] > 400, "of 5000 uniform numbers");
    }
    assertEquals(5000, Arrays.stream(coarse).sum());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3, 7, 200_000})
  void binsThatDoNotDivideTheResolutionAreRefused(int bins) {
    UnitHistogram histogram = new UnitHistogram();
    assertThrows(IllegalArgumentException.class, () -> histogram.binned(bins));
  }
}
