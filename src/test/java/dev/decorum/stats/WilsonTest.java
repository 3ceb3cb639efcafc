package dev.decorum.stats;

import static dev.decorum.stats.Estimates.assertInterval;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;
import org.junit.jupiter.api.Test;

class WilsonTest {
  private static double[] hits(int rows, int ones) {
    double[] hits = new double[rows];
    for (int row = 0; row < ones; row++) {
      hits[row] = 1;
    }
    return hits;
  }

  @Test
  void independentRowsHaveWilsonsInterval() {
    for (int rows : new int[] {1, 2, 7, 40, 1_000}) {
      for (int ones = 0; ones <= rows; ones += Math.max(1, rows / 7)) {
        Interval expected = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(rows, ones, 0.05);
        Estimate share = Means.share(hits(rows, ones), Clustering.independent(rows));
        assertEquals((double) ones / rows, share.value(), 1e-15);
        assertInterval(expected.getLowerBound(), expected.getUpperBound(), share, 1e-12);
      }
    }
  }

  @Test
  void theOtherShareHasTheMirroredInterval() {
    Clustering clustering = Clustering.of(Data.GROUPS);
    double[] hits = {1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 1};
    Estimate share = Means.share(hits, clustering);
    Estimates.assertSame(
        share.scaled(-1, 1), Means.share(Data.scaled(hits, -1, 1), clustering), 1e-12);
  }

  @Test
  void clustersCountAsFewerRowsAndStudentTakesTheNormalsPlace() {
    // Six clusters of two equal rows: a variance of p(1-p)/5 in place of p(1-p)/11.
    double[] hits = {1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1};
    int[] codes = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5};
    double p = 2.0 / 3;
    double rows = 12 * 5.0 / 11;
    // qt(0.975, 5)
    double c = 2.570581835636314;
    double middle = (p + c * c / (2 * rows)) / (1 + c * c / rows);
    double reach =
        c * Math.sqrt(p * (1 - p) / rows + c * c / (4 * rows * rows)) / (1 + c * c / rows);
    Estimate share = Means.share(hits, Clustering.of(codes));
    assertEquals(Math.sqrt(p * (1 - p) / 5), share.standardError(), 1e-14);
    assertInterval(middle - reach, middle + reach, share, 1e-9);
  }

  @Test
  void clustersThatEvenOutBringNoMoreThanTheirRows() {
    double[] hits = {1, 0, 1, 0, 1, 0, 1, 0};
    int[] codes = {0, 0, 1, 1, 2, 2, 3, 3};
    Estimate share = Means.share(hits, Clustering.of(codes));
    assertEquals(0, share.standardError(), 1e-15);
    // Wilson's interval of 4 of 8 with qt(0.975, 3) = 3.182446305283708.
    double c = 3.182446305283708;
    double reach = c * Math.sqrt(0.25 / 8 + c * c / 256) / (1 + c * c / 8);
    assertInterval(0.5 - reach, 0.5 + reach, share, 1e-9);
  }

  @Test
  void aShareOfAllCountsClustersOnly() {
    Estimate share = Means.share(hits(12, 12), Clustering.of(Data.GROUPS));
    double square = 2.570581835636314 * 2.570581835636314;
    assertInterval(6 / (6 + square), 1, share, 1e-9);
    assertEquals(0, share.standardError());
  }

  @Test
  void anIntervalStaysBetweenZeroAndOneAndHoldsItsShare() {
    for (int ones = 0; ones <= 12; ones++) {
      for (Clustering clustering :
          new Clustering[] {
            Clustering.independent(12),
            Clustering.of(Data.GROUPS),
            Clustering.of(Data.GROUPS, new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1})
          }) {
        Estimate share = Means.share(hits(12, ones), clustering);
        assertTrue(0 <= share.low() && share.low() <= share.value(), share.toString());
        assertTrue(share.value() <= share.high() && share.high() <= 1, share.toString());
      }
    }
  }

  @Test
  void oneClusterHasNoInterval() {
    Clustering one = Clustering.of(new int[10]);
    assertFalse(Means.share(hits(10, 4), one).hasInterval());
    assertFalse(Means.share(hits(10, 10), one).hasInterval());
    assertEquals(0.4, Means.share(hits(10, 4), one).value());
  }
}
