package dev.decorum.stats;

import static dev.decorum.stats.Estimates.assertInterval;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantilesTest {
  private static final double[] VALUES = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};

  /** numpy.quantile(values, q, method="inverted_cdf"). */
  @ParameterizedTest
  @CsvSource({
    "0, 1", "0.05, 1", "0.1, 1", "0.25, 2", "0.5, 3", "0.75, 5", "0.9, 6", "0.95, 9", "1, 9"
  })
  void quantilesAreOfType1(double q, double expected) {
    assertEquals(expected, new Quantiles(VALUES, Clustering.independent(10)).at(q).value());
  }

  @Test
  void aShareThatIsAWholeNumberOfRowsIsNotRoundedUp() {
    double[] values = Data.pick(hundred(), Data.shuffled(100, 1));
    Quantiles quantiles = new Quantiles(values, Clustering.independent(100));
    for (int percent = 1; percent <= 100; percent++) {
      // 0.07 * 100 is 7.000000000000001 in floating point.
      assertEquals(percent, quantiles.at(percent / 100.0).value());
    }
  }

  private static double[] hundred() {
    double[] values = new double[100];
    for (int row = 0; row < 100; row++) {
      values[row] = row + 1;
    }
    return values;
  }

  /**
   * statsmodels: proportion_confint(50, 100, method="wilson") = (0.4038, 0.5962) and of 5 of 100
   * (0.0215, 0.1118): the ranks 41 and 60, and 3 and 12.
   */
  @Test
  void theIntervalIsThatOfTheShareReadBack() {
    Quantiles quantiles = new Quantiles(hundred(), Clustering.independent(100));
    assertInterval(41, 60, quantiles.at(0.5), 0);
    assertInterval(3, 12, quantiles.at(0.05), 0);
    assertEquals(Double.NaN, quantiles.at(0.5).standardError());
  }

  @Test
  void clusteredCopiesAreNoMoreThanTheirClusters() {
    int[] codes = new int[1_000];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = row / 10;
    }
    Quantiles copies = new Quantiles(Data.repeated(hundred(), 10), Clustering.of(codes));
    Quantiles once = new Quantiles(hundred(), Clustering.of(Data.ownCodes(100)));
    for (double q : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
      assertEquals(once.at(q).value(), copies.at(q).value());
      assertInterval(once.at(q).low(), once.at(q).high(), copies.at(q), 1);
    }
    assertInterval(
        47,
        54,
        new Quantiles(Data.repeated(hundred(), 10), Clustering.independent(1_000)).at(0.5),
        0);
  }

  @Test
  void quantilesFollowTheScale() {
    Clustering clustering = Clustering.of(new int[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4});
    for (double q : new double[] {0.05, 0.5, 0.8}) {
      assertEquals(
          new Quantiles(VALUES, clustering).at(q).scaled(4, -1),
          new Quantiles(Data.scaled(VALUES, 4, -1), clustering).at(q));
    }
  }

  @Test
  void equalValuesAreTheirOwnInterval() {
    Estimate found = new Quantiles(new double[] {2, 2, 2, 2}, Clustering.independent(4)).at(0.5);
    assertEquals(2, found.value());
    assertInterval(2, 2, found, 0);
  }

  @Test
  void noValuesHaveNoQuantile() {
    assertEquals(
        Estimate.UNDEFINED, new Quantiles(new double[0], Clustering.independent(0)).at(0.5));
  }

  /**
   * The median is the greatest value, so its own share is 1, whose error is unknown: the four
   * clusters are counted. Wilson's interval of 0.5 of 4 with qt(0.975, 3) begins at 0.0769: rank 4.
   */
  @Test
  void aQuantileThatIsTheGreatestValueHasTheIntervalOfItsClusters() {
    double[] values = new double[40];
    int[] codes = new int[40];
    for (int row = 0; row < 40; row++) {
      values[row] = row < 10 ? row + 1 : 99;
      codes[row] = row % 4;
    }
    Estimate median = new Quantiles(values, Clustering.of(codes)).at(0.5);
    assertEquals(99, median.value());
    assertInterval(4, 99, median, 0);
  }
}
