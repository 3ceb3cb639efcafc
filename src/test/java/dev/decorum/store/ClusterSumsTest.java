package dev.decorum.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Expected values by numpy:
 *
 * <pre>
 * y = np.array([.1, .4, .35, .8, .7, .9, .2]); g = np.array([0, 0, 0, 1, 1, 2, 3])
 * m = y.mean(); s = sum((y[g == k] - m).sum() ** 2 for k in range(4))
 * print(m, np.sqrt(4 / 3 * s) / 7, np.std(y, ddof=1) / np.sqrt(7))
 * </pre>
 */
class ClusterSumsTest {
  private static final double[] VALUES = {.1, .4, .35, .8, .7, .9, .2};
  private static final String[] CLUSTERS = {"a", "a", "a", "b", "b", "c", "d"};

  @Test
  void theErrorOfAMeanIsClusterRobust() {
    try (ClusterSums sums = new ClusterSums()) {
      for (int i = 0; i < VALUES.length; i++) {
        sums.add(3, CLUSTERS[i], VALUES[i], 1, 0, 10 * VALUES[i], 2);
        sums.add(4, "a", 100, 100, 100, 100, 100);
      }
      ClusterSums.Mean mean = sums.means(3).get(0);
      assertEquals(7, mean.rows());
      assertEquals(4, mean.clusters());
      assertEquals(0.4928571428571428, mean.mean(), 1e-15);
      assertEquals(ERROR, mean.error(), 1e-12);
      assertEquals(10 * ERROR, sums.means(3).get(3).error(), 1e-11);
      assertEquals(0, sums.means(3).get(1).error());
      assertEquals(0, sums.means(3).get(2).error());
      assertTrue(Double.isNaN(sums.means(4).get(0).error()), "one cluster tells nothing");
    }
  }

  /** From the lines above. */
  private static final double ERROR = 0.15745617673270682;

  @Test
  void rowsByThemselvesAreClustersOfOne() {
    try (ClusterSums sums = new ClusterSums();
        ClusterSums named = new ClusterSums()) {
      for (int i = 0; i < VALUES.length; i++) {
        sums.add(0, null, VALUES[i], 0, 0, 0, 0);
        named.add(0, "row " + i, VALUES[i], 0, 0, 0, 0);
      }
      assertEquals(named.means(0), sums.means(0));
      assertEquals(0.11671524741691565, sums.means(0).get(0).error(), 1e-12);
    }
  }

  @Test
  void whatDoesNotFitIntoMemoryComesToTheSame() {
    Random random = new Random(4);
    try (ClusterSums large = new ClusterSums(1_000_000);
        ClusterSums small = new ClusterSums(10)) {
      for (int row = 0; row < 5_000; row++) {
        double value = random.nextDouble();
        String cluster = "user " + random.nextInt(700);
        int group = random.nextInt(3);
        for (ClusterSums sums : List.of(large, small)) {
          sums.add(group, cluster, value, value < 0.5 ? 1 : 0, 100 * value, 0, 1);
        }
      }
      for (int group = 0; group < 3; group++) {
        List<ClusterSums.Mean> expected = large.means(group);
        List<ClusterSums.Mean> actual = small.means(group);
        for (int i = 0; i < ClusterSums.NUMBERS; i++) {
          assertEquals(expected.get(i).rows(), actual.get(i).rows());
          assertEquals(expected.get(i).clusters(), actual.get(i).clusters());
          assertEquals(expected.get(i).mean(), actual.get(i).mean(), 1e-12);
          assertEquals(expected.get(i).error(), actual.get(i).error(), 1e-12);
        }
      }
    }
  }
}
