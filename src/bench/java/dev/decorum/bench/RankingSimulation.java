package dev.decorum.bench;

import dev.decorum.stats.Clustering;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Resampling;
import dev.decorum.stats.SimultaneousDifferences;
import dev.decorum.stats.SimultaneousDifferences.Contrast;
import dev.decorum.stats.Transformation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * How often all intervals of a ranking hold at once, and how often the ranking is right, over
 * thousands of made-up data sets whose truth is known. Run with
 *
 * <pre>
 *   mvn -q -Pbench test-compile exec:java -Dexec.mainClass=dev.decorum.bench.RankingSimulation
 * </pre>
 *
 * <p>Scores are those of {@link CoverageSimulation}: logistic(1.5 + 1.2 z), z normal, for the best
 * version too unless it is ahead. Half of the variance of z, on its own scale, is shared by the
 * rows of one unit: by all versions' answers to it where rows are paired.
 */
public final class RankingSimulation {
  private static final double LOCATION = 1.5;
  private static final double SPREAD = 1.2;
  private static final int RESAMPLES = 1_999;

  /** How far ahead the best version is on the scale of z, where it is: about four points. */
  private static final double AHEAD = 0.25;

  /**
   * A way of collecting data.
   *
   * @param versions how many versions
   * @param units clusters of each version; the versions share them where rows are paired or crossed
   * @param rowsByUnit rows of each version in a unit
   * @param growth how many times as many units each further version has
   * @param kind how rows belong together
   */
  private record Design(
      String name, int versions, int units, int rowsByUnit, double growth, Kind kind) {}

  private enum Kind {
    PAIRED,
    /** Units are shared, but no row belongs to one of another version. */
    CROSSED,
    /** Every version has units of its own. */
    NESTED
  }

  /** What one data set says. */
  private record Finding(
      boolean allHold,
      boolean allHoldSingly,
      boolean bonferroniHolds,
      boolean bestIsFound,
      boolean bestIsCalledWorse,
      double width) {}

  private RankingSimulation() {}

  /** Prints the table; the first argument is the number of replications (4,000). */
  public static void main(String[] arguments) {
    int replications = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4_000;
    System.out.printf(
        Locale.ROOT,
        "%,d replications, %,d resamples each; the best is ahead by %.1f points%n%n",
        replications,
        RESAMPLES,
        100 * lead());
    System.out.println(
        "| data | all intervals hold | one by one they would | Bonferroni | width against"
            + " Bonferroni | best alone is called best | best is called worse |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|");
    for (Design design :
        List.of(
            new Design("3 versions, 200 pairs", 3, 200, 1, 1, Kind.PAIRED),
            new Design("3 versions, 50 clusters of 10 pairs", 3, 50, 10, 1, Kind.PAIRED),
            new Design("3 versions, 12 clusters of 10 pairs", 3, 12, 10, 1, Kind.PAIRED),
            new Design("3 versions of 200 independent rows", 3, 200, 1, 1, Kind.NESTED),
            new Design("3 versions of 60, 180 and 540 rows", 3, 60, 1, 3, Kind.NESTED),
            new Design("3 versions, 50 own clusters of 10", 3, 50, 10, 1, Kind.NESTED),
            new Design("3 versions, 50 shared clusters of 5", 3, 50, 5, 1, Kind.CROSSED),
            new Design("6 versions, 200 pairs", 6, 200, 1, 1, Kind.PAIRED),
            new Design("6 versions of 200 independent rows", 6, 200, 1, 1, Kind.NESTED))) {
      run(design, replications);
    }
  }

  private static void run(Design design, int replications) {
    SplittableRandom random = new SplittableRandom(20261130L + design.name().hashCode());
    long[] seeds = random.longs(replications).toArray();
    List<Finding> alike =
        Arrays.stream(seeds).parallel().mapToObj(seed -> study(design, seed, 0)).toList();
    List<Finding> ahead =
        Arrays.stream(seeds).parallel().mapToObj(seed -> study(design, ~seed, AHEAD)).toList();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.3f | %s | %s |%n",
        design.name(),
        share(alike, Finding::allHold),
        share(alike, Finding::allHoldSingly),
        share(alike, Finding::bonferroniHolds),
        alike.stream().mapToDouble(Finding::width).average().orElse(Double.NaN),
        share(ahead, Finding::bestIsFound),
        share(ahead, Finding::bestIsCalledWorse));
  }

  private static String share(List<Finding> findings, Predicate<Finding> is) {
    return String.format(
        Locale.ROOT, "%.1f%%", 100.0 * findings.stream().filter(is).count() / findings.size());
  }

  /** One data set; the last version is ahead by {@code ahead}, all others are alike. */
  private static Finding study(Design design, long seed, double ahead) {
    Random random = new Random(seed);
    List<double[]> scores = new ArrayList<>();
    List<int[]> units = new ArrayList<>();
    int largest = (int) Math.round(design.units() * Math.pow(design.growth(), design.versions()));
    double[] common = normals(largest, random);
    int used = 0;
    for (int version = 0; version < design.versions(); version++) {
      int count = (int) Math.round(design.units() * Math.pow(design.growth(), version));
      double[] own = normals(count, random);
      double[] of = new double[count * design.rowsByUnit()];
      int[] unit = new int[of.length];
      for (int row = 0; row < of.length; row++) {
        int place = row / design.rowsByUnit();
        double shared =
            switch (design.kind()) {
              // Units suit one version or the other, so that differences are clustered, too.
              case PAIRED -> Math.sqrt(0.5) * (common[place] + own[place]);
              case CROSSED -> common[place];
              case NESTED -> own[place];
            };
        double z = Math.sqrt(0.5) * (shared + random.nextGaussian());
        of[row] =
            Transformation.logistic(
                LOCATION + SPREAD * (z + (version == design.versions() - 1 ? ahead : 0)));
        unit[row] = design.kind() == Kind.NESTED ? used + place : place;
      }
      used += design.kind() == Kind.NESTED ? count : 0;
      scores.add(of);
      units.add(unit);
    }
    return finding(design, scores, units, ahead == 0 ? 0 : lead());
  }

  private static Finding finding(
      Design design, List<double[]> scores, List<int[]> units, double lead) {
    List<Contrast> contrasts = new ArrayList<>();
    List<MeanDifference> differences = new ArrayList<>();
    for (int a = 0; a < scores.size(); a++) {
      for (int b = a + 1; b < scores.size(); b++) {
        Contrast contrast =
            design.kind() == Kind.PAIRED
                ? paired(scores.get(a), scores.get(b), units.get(a), differences)
                : unpaired(scores.get(a), scores.get(b), units.get(a), units.get(b), differences);
        contrasts.add(contrast);
      }
    }
    List<Estimate> together =
        SimultaneousDifferences.of(contrasts, new Resampling(1, RESAMPLES)).estimates();
    List<Estimate> bonferroni = SimultaneousDifferences.bonferroni(differences).estimates();
    int last = scores.size() - 1;
    boolean found = true;
    boolean worse = false;
    boolean hold = true;
    boolean holdSingly = true;
    boolean bonferroniHolds = true;
    int next = 0;
    for (int a = 0; a < scores.size(); a++) {
      for (int b = a + 1; b < scores.size(); b++) {
        double truth = b == last ? lead : 0;
        hold &= !together.get(next).excludes(truth);
        holdSingly &= !differences.get(next).student().excludes(truth);
        bonferroniHolds &= !bonferroni.get(next).excludes(truth);
        if (b == last) {
          found &= together.get(next).low() > 0;
          worse |= together.get(next).high() < 0;
        }
        next++;
      }
    }
    double width = width(together.get(0)) / width(bonferroni.get(0));
    return new Finding(hold, holdSingly, bonferroniHolds, found, worse, width);
  }

  private static double width(Estimate estimate) {
    return estimate.high() - estimate.low();
  }

  private static Contrast paired(
      double[] first, double[] second, int[] units, List<MeanDifference> differences) {
    double[] own = new double[first.length];
    for (int row = 0; row < own.length; row++) {
      own[row] = second[row] - first[row];
    }
    // 99 replicates: their own interval and p-value are not looked at.
    differences.add(MeanDifference.paired(own, Clustering.of(units), new Resampling(1, 99)));
    return Contrast.paired(differences.get(differences.size() - 1), own, units);
  }

  private static Contrast unpaired(
      double[] first,
      double[] second,
      int[] firstUnits,
      int[] secondUnits,
      List<MeanDifference> differences) {
    double[] values = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, values, first.length, second.length);
    int[] units = Arrays.copyOf(firstUnits, values.length);
    System.arraycopy(secondUnits, 0, units, first.length, second.length);
    boolean[] inSecond = new boolean[values.length];
    Arrays.fill(inSecond, first.length, values.length, true);
    differences.add(MeanDifference.student(values, inSecond, Clustering.of(units)));
    return Contrast.unpaired(differences.get(differences.size() - 1), values, inSecond, units);
  }

  private static double[] normals(int count, Random random) {
    return IntStream.range(0, count).mapToDouble(ignored -> random.nextGaussian()).toArray();
  }

  /** The true difference of the best version to the others, by numerical integration. */
  private static double lead() {
    double sum = 0;
    double step = 0.001;
    for (double z = -8; z < 8; z += step) {
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      sum +=
          step
              * density
              * (Transformation.logistic(LOCATION + SPREAD * (z + AHEAD))
                  - Transformation.logistic(LOCATION + SPREAD * z));
    }
    return sum;
  }
}
