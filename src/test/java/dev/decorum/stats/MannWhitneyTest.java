package dev.decorum.stats;

import static dev.decorum.stats.Data.LABELS;
import static dev.decorum.stats.Data.SCORES;
import static dev.decorum.stats.Estimates.assertInterval;
import static dev.decorum.stats.Estimates.assertSame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {
  private static final Clustering ALONE = Clustering.independent(12);

  /** pROC: r <- roc(labels, scores, direction = "<"); auc(r); sqrt(var(r, method = "delong")). */
  @Test
  void independentRowsHaveDeLongsStandardError() {
    Estimate area = MannWhitney.superiority(SCORES, LABELS, ALONE);
    assertEquals(0.75, area.value(), 1e-15);
    assertEquals(0.149071198499986, area.standardError(), 1e-14);
  }

  @Test
  void theAreaIsUOverTheNumberOfPairs() {
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      double[] first = new double[2 + random.nextInt(30)];
      double[] second = new double[2 + random.nextInt(30)];
      double[] all = new double[first.length + second.length];
      boolean[] inSecond = new boolean[all.length];
      for (int row = 0; row < all.length; row++) {
        all[row] = random.nextInt(8) / 8.0;
        inSecond[row] = row >= first.length;
      }
      System.arraycopy(all, 0, first, 0, first.length);
      System.arraycopy(all, first.length, second, 0, second.length);
      double u = MannWhitneyUTest.withDefaults().statistic(second, first);
      assertEquals(
          u / first.length / second.length,
          MannWhitney.superiority(all, inSecond, Clustering.independent(all.length)).value(),
          1e-13);
    }
  }

  @Test
  void swappingTheSamplesMirrorsTheArea() {
    for (Clustering clustering : new Clustering[] {ALONE, Clustering.of(Data.GROUPS)}) {
      assertSame(
          MannWhitney.superiority(SCORES, LABELS, clustering).scaled(-1, 1),
          MannWhitney.superiority(SCORES, Data.not(LABELS), clustering),
          1e-12);
    }
  }

  @Test
  void onlyTheOrderOfValuesMatters() {
    double[] cubes = new double[SCORES.length];
    for (int row = 0; row < cubes.length; row++) {
      cubes[row] = Math.exp(9 * SCORES[row]);
    }
    Clustering clustering = Clustering.of(Data.GROUPS);
    assertEquals(
        MannWhitney.superiority(SCORES, LABELS, clustering),
        MannWhitney.superiority(cubes, LABELS, clustering));
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    int[] order = Data.shuffled(12, 3);
    assertSame(
        MannWhitney.superiority(SCORES, LABELS, Clustering.of(Data.GROUPS)),
        MannWhitney.superiority(
            Data.pick(SCORES, order),
            Data.pick(LABELS, order),
            Clustering.of(Data.pick(Data.GROUPS, order))),
        1e-13);
  }

  @Test
  void copiesThatAreClusteredTellNothingNew() {
    int[] codes = new int[36];
    boolean[] labels = new boolean[36];
    for (int row = 0; row < 36; row++) {
      codes[row] = row / 3;
      labels[row] = LABELS[row / 3];
    }
    assertSame(
        MannWhitney.superiority(SCORES, LABELS, ALONE),
        MannWhitney.superiority(Data.repeated(SCORES, 3), labels, Clustering.of(codes)),
        1e-12);
  }

  @Test
  void samplesThatAreApartHaveWilsonsIntervalOfTheSmaller() {
    double[] values = {1, 2, 3, 4, 5, 6, 7};
    boolean[] second = Data.labels(0, 0, 0, 0, 1, 1, 1);
    // statsmodels: proportion_confint(3, 3, method="wilson") = (0.4385029682449546, 1.0)
    assertInterval(
        0.4385029682449546,
        1,
        MannWhitney.superiority(values, second, Clustering.independent(7)),
        1e-12);
    assertInterval(
        0,
        1 - 0.4385029682449546,
        MannWhitney.superiority(values, Data.not(second), Clustering.independent(7)),
        1e-12);
  }

  @Test
  void anEmptySampleHasNoArea() {
    Clustering two = Clustering.independent(2);
    double[] values = {1, 2};
    assertEquals(Estimate.UNDEFINED, MannWhitney.superiority(values, new boolean[2], two));
    assertEquals(
        Estimate.UNDEFINED, MannWhitney.superiority(values, new boolean[] {true, true}, two));
  }

  @Test
  void oneClusterHasNoInterval() {
    Estimate area = MannWhitney.superiority(SCORES, LABELS, Clustering.of(new int[12]));
    assertEquals(0.75, area.value());
    assertFalse(area.hasInterval());
  }
}
