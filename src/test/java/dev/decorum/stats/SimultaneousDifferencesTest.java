package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.stats.SimultaneousDifferences.Contrast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimultaneousDifferencesTest {
  private static final Resampling RESAMPLING = new Resampling(1, 9_999);

  private static double[] normals(int count, Random random) {
    return random.doubles(count).map(ignored -> random.nextGaussian()).toArray();
  }

  /** How many standard errors the interval reaches. */
  private static double factor(Estimate estimate) {
    return (estimate.high() - estimate.value()) / estimate.standardError();
  }

  /** Every two of several samples; the i-th row of a sample has the unit {@code first[i]}. */
  private static List<Contrast> independent(List<double[]> samples) {
    List<Contrast> contrasts = new ArrayList<>();
    for (int a = 0; a < samples.size(); a++) {
      for (int b = a + 1; b < samples.size(); b++) {
        int first = samples.get(a).length;
        int second = samples.get(b).length;
        double[] values = Arrays.copyOf(samples.get(a), first + second);
        System.arraycopy(samples.get(b), 0, values, first, second);
        boolean[] inSecond = new boolean[values.length];
        int[] units = new int[values.length];
        for (int row = 0; row < values.length; row++) {
          inSecond[row] = row >= first;
          units[row] = row < first ? 10_000 * a + row : 10_000 * b + row - first;
        }
        contrasts.add(
            Contrast.unpaired(
                MeanDifference.student(values, inSecond, Clustering.independent(values.length)),
                values,
                inSecond,
                units));
      }
    }
    return contrasts;
  }

  private static Contrast paired(double[] differences, int[] units) {
    return Contrast.paired(
        MeanDifference.paired(differences, Clustering.of(units), RESAMPLING), differences, units);
  }

  /** {@code scipy.stats.studentized_range.ppf(.95, 3, 1197) / 2**.5} . */
  @Test
  void threeIndependentSamplesOfOneVarianceAreTukeys() {
    Random random = new Random(7);
    SimultaneousDifferences found =
        SimultaneousDifferences.of(
            independent(List.of(normals(400, random), normals(400, random), normals(400, random))),
            RESAMPLING);
    assertTrue(found.isSimulated());
    for (Estimate estimate : found.estimates()) {
      assertEquals(2.3466251396, factor(estimate), 0.04);
    }
  }

  @Test
  void oneDifferenceHasStudentsInterval() {
    double[] differences = normals(200, new Random(3));
    Estimate found =
        SimultaneousDifferences.of(
                List.of(paired(differences, IntStream.range(0, 200).toArray())), RESAMPLING)
            .estimates()
            .get(0);
    // scipy.stats.t.ppf(.975, 199)
    assertEquals(1.9719565442, factor(found), 0.04);
  }

  /** The same difference three times needs no correction, as Bonferroni's would be. */
  @Test
  void correlationIsMadeUseOf() {
    double[] differences = normals(200, new Random(3));
    Contrast one = paired(differences, IntStream.range(0, 200).toArray());
    double same =
        factor(SimultaneousDifferences.of(List.of(one, one, one), RESAMPLING).estimates().get(0));
    assertEquals(1.9719565442, same, 0.04);
  }

  @Test
  void unitsMayHaveAnyNumbers() {
    double[] a = normals(60, new Random(5));
    double[] b = normals(60, new Random(6));
    int[] units = IntStream.range(0, 60).map(row -> row / 3).toArray();
    int[] others = Arrays.stream(units).map(unit -> (unit * 7 + 3) % 20 + 100).toArray();
    assertEquals(
        SimultaneousDifferences.of(List.of(paired(a, units), paired(b, units)), RESAMPLING)
            .estimates(),
        SimultaneousDifferences.of(List.of(paired(a, others), paired(b, others)), RESAMPLING)
            .estimates());
  }

  /** {@code scipy.stats.t.ppf(1 - .025/3, 9)} . */
  @Test
  void fewClustersAreBonferronis() {
    double[] differences = normals(20, new Random(9));
    int[] nine = IntStream.range(0, 20).map(row -> row % 9).toArray();
    Contrast few = paired(differences, nine);
    assertFalse(SimultaneousDifferences.of(List.of(few, few, few), RESAMPLING).isSimulated());
    int[] ten = IntStream.range(0, 20).map(row -> row % 10).toArray();
    MeanDifference difference = MeanDifference.paired(differences, Clustering.of(ten), RESAMPLING);
    SimultaneousDifferences found =
        SimultaneousDifferences.bonferroni(List.of(difference, difference, difference));
    assertFalse(found.isSimulated());
    assertEquals(2.9333240884, factor(found.estimates().get(1)), 1e-6);
  }

  @Test
  void identicalVersionsHaveNoErrorAndDisturbNoOther() {
    double[] differences = normals(200, new Random(3));
    int[] units = IntStream.range(0, 200).toArray();
    SimultaneousDifferences found =
        SimultaneousDifferences.of(
            List.of(paired(new double[200], units), paired(differences, units)), RESAMPLING);
    assertEquals(0, found.estimates().get(0).low());
    assertEquals(0, found.estimates().get(0).high());
    assertEquals(1.9719565442, factor(found.estimates().get(1)), 0.04);
  }

  /** More rows than blocks of signs: the factor stays Tukey's. */
  @Test
  void manyRowsAreTakenInBlocks() {
    Random random = new Random(11);
    List<Estimate> found =
        SimultaneousDifferences.of(
                independent(
                    List.of(
                        normals(4_000, random), normals(4_000, random), normals(4_000, random))),
                new Resampling(1, 1_999))
            .estimates();
    // scipy.stats.studentized_range.ppf(.95, 3, 11997) / 2**.5
    assertEquals(2.344, factor(found.get(0)), 0.08);
  }
}
