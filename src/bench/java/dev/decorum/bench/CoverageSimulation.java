package dev.decorum.bench;

import dev.decorum.stats.Clustering;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MannWhitney;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Means;
import dev.decorum.stats.Quantiles;
import dev.decorum.stats.Resampling;
import dev.decorum.stats.ShareDifference;
import dev.decorum.stats.Transformation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How often the 95% intervals hold the truth, and how often the tests reject a true null
 * hypothesis, over thousands of made-up data sets whose truth is known. Run with
 *
 * <pre>
 *   mvn -q -Pbench test-compile exec:java -Dexec.mainClass=dev.decorum.bench.CoverageSimulation
 * </pre>
 *
 * <p>Scores are logistic(1.5 + 1.2 z), z normal: mean 0.766, skewness -1.1. Clusters are 50 of 10
 * rows with an intra-class correlation of 0.3 on the scale of the scores. "Naive" is what is
 * usually done: Student's t, Welch's t and the binomial's normal approximation, with rows taken for
 * independent and pairs for unpaired.
 */
public final class CoverageSimulation {
  private static final double LOCATION = 1.5;
  private static final double SPREAD = 1.2;
  private static final double BASELINE = 0.672;
  private static final int CLUSTERS = 50;
  private static final int CLUSTER_SIZE = 10;
  private static final double ICC = 0.3;
  private static final int RESAMPLES = 1_999;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private static final double MEAN = expectation(CoverageSimulation::score);
  private static final double SHARE_BELOW =
      NORMAL.cumulativeProbability((Math.log(BASELINE / (1 - BASELINE)) - LOCATION) / SPREAD);
  private static final double MEDIAN = score(0);
  private static final double LATENT = latentCorrelation();

  /** What one data set says of one statistic. */
  private record Finding(Estimate estimate, double truth, double p, Estimate naive, double naiveP) {
    static Finding of(Estimate estimate, double truth, Estimate naive) {
      return new Finding(estimate, truth, Double.NaN, naive, Double.NaN);
    }
  }

  private CoverageSimulation() {}

  /** Prints the table; the first argument is the number of replications (4,000). */
  public static void main(String[] arguments) {
    int replications = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4_000;
    System.out.printf(
        Locale.ROOT,
        "%,d replications, %,d resamples each; mean %.4f, share below %.4f, latent correlation of"
            + " clusters %.4f%n%n",
        replications,
        RESAMPLES,
        MEAN,
        SHARE_BELOW,
        LATENT);
    System.out.println(
        "| data | statistic | 95% interval covers | naive covers | true null rejected | naive"
            + " rejects |");
    System.out.println("|---|---|--:|--:|--:|--:|");
    run("200 independent rows", replications, CoverageSimulation::independentRows);
    run("200 against 200 independent rows", replications, CoverageSimulation::independentVersions);
    run("100 against 300 independent rows", replications, CoverageSimulation::unequalVersions);
    run("200 pairs, correlation 0.5", replications, CoverageSimulation::pairs);
    run("50 clusters of 10", replications, CoverageSimulation::clusteredRows);
    run("50 clusters of 10 pairs", replications, CoverageSimulation::clusteredPairs);
    run("50 against 50 clusters of 10", replications, CoverageSimulation::nestedVersions);
    run("50 clusters of 5 and 5", replications, CoverageSimulation::crossedVersions);
    run("two-way, 30 users x 30 bots", replications, CoverageSimulation::twoWayRows);
  }

  private static void run(
      String data, int replications, Function<UniformRandomProvider, Map<String, Finding>> study) {
    SplittableRandom seeds = new SplittableRandom(20261124L + data.hashCode());
    long[] seedOf = seeds.longs(replications).toArray();
    List<Map<String, Finding>> studies =
        IntStream.range(0, replications)
            .parallel()
            .mapToObj(i -> study.apply(RandomSource.XO_SHI_RO_256_PP.create(seedOf[i])))
            .toList();
    for (String statistic : studies.get(0).keySet()) {
      print(data, statistic, studies.stream().map(found -> found.get(statistic)).toList());
    }
  }

  private static void print(String data, String statistic, List<Finding> findings) {
    System.out.printf(
        "| %s | %s | %s | %s | %s | %s |%n",
        data,
        statistic,
        share(findings.stream().map(f -> !f.estimate().excludes(f.truth()))),
        share(findings.stream().map(f -> !f.naive().excludes(f.truth()))),
        Double.isNaN(findings.get(0).p()) ? "" : share(findings.stream().map(f -> f.p() <= 0.05)),
        Double.isNaN(findings.get(0).naiveP())
            ? ""
            : share(findings.stream().map(f -> f.naiveP() <= 0.05)));
  }

  private static String share(Stream<Boolean> outcomes) {
    List<Boolean> all = outcomes.toList();
    double share = (double) all.stream().filter(Boolean::booleanValue).count() / all.size();
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  // ---- studies -----------------------------------------------------------------------------

  private static Map<String, Finding> independentRows(UniformRandomProvider random) {
    double[] scores = scores(normals(200, random));
    return oneVersion(scores, Clustering.independent(200), random);
  }

  private static Map<String, Finding> clusteredRows(UniformRandomProvider random) {
    int[] clusters = clusters(CLUSTERS, CLUSTER_SIZE);
    return oneVersion(scores(clustered(clusters, random)), Clustering.of(clusters), random);
  }

  /** Every user chats once with every one of a few bots; both leave their mark. */
  private static Map<String, Finding> twoWayRows(UniformRandomProvider random) {
    int users = 30;
    int bots = 30;
    double[] ofUser = normals(users, random);
    double[] ofBot = normals(bots, random);
    double[] latent = normals(users * bots / 3, random);
    int[] user = new int[latent.length];
    int[] bot = new int[latent.length];
    for (int row = 0; row < latent.length; row++) {
      user[row] = row % users;
      bot[row] = (row / users * 7 + row % users) % bots;
      latent[row] =
          Math.sqrt(0.2) * ofUser[user[row]]
              + Math.sqrt(0.2) * ofBot[bot[row]]
              + Math.sqrt(0.6) * latent[row];
    }
    return oneVersion(scores(latent), Clustering.of(user, bot), random);
  }

  private static Map<String, Finding> oneVersion(
      double[] scores, Clustering clustering, UniformRandomProvider random) {
    double[] below = below(scores);
    Clustering rows = Clustering.independent(scores.length);
    Map<String, Finding> findings = new LinkedHashMap<>();
    findings.put(
        "mean",
        Finding.of(
            Means.bootstrap(scores, clustering, resampling(random)),
            MEAN,
            Means.student(scores, rows)));
    findings.put(
        "share below baseline",
        Finding.of(Means.share(below, clustering), SHARE_BELOW, wald(below)));
    findings.put(
        "median",
        Finding.of(
            new Quantiles(scores, clustering).at(0.5),
            MEDIAN,
            new Quantiles(scores, rows).at(0.5)));
    return findings;
  }

  private static Map<String, Finding> independentVersions(UniformRandomProvider random) {
    return unpaired(
        scores(normals(200, random)),
        scores(normals(200, random)),
        Clustering.independent(400),
        random);
  }

  private static Map<String, Finding> unequalVersions(UniformRandomProvider random) {
    return unpaired(
        scores(normals(100, random)),
        scores(normals(300, random)),
        Clustering.independent(400),
        random);
  }

  /** Every version has chats of its own contexts. */
  private static Map<String, Finding> nestedVersions(UniformRandomProvider random) {
    int[] clusters = clusters(2 * CLUSTERS, CLUSTER_SIZE);
    double[] scores = scores(clustered(clusters, random));
    int half = scores.length / 2;
    return unpaired(
        part(scores, 0, half), part(scores, half, 2 * half), Clustering.of(clusters), random);
  }

  /** Both versions have chats of every context, but none belongs to one of the other version. */
  private static Map<String, Finding> crossedVersions(UniformRandomProvider random) {
    int[] half = clusters(CLUSTERS, CLUSTER_SIZE / 2);
    int[] clusters = new int[2 * half.length];
    System.arraycopy(half, 0, clusters, 0, half.length);
    System.arraycopy(half, 0, clusters, half.length, half.length);
    double[] scores = scores(clustered(clusters, random));
    return unpaired(
        part(scores, 0, half.length),
        part(scores, half.length, scores.length),
        Clustering.of(clusters),
        random);
  }

  private static Map<String, Finding> pairs(UniformRandomProvider random) {
    double[] shared = normals(200, random);
    double[] first = normals(200, random);
    double[] second = normals(200, random);
    for (int row = 0; row < 200; row++) {
      first[row] = Math.sqrt(0.5) * (shared[row] + first[row]);
      second[row] = Math.sqrt(0.5) * (shared[row] + second[row]);
    }
    return paired(scores(first), scores(second), Clustering.independent(200), random);
  }

  /** Contexts suit one version or the other: the differences themselves are clustered. */
  private static Map<String, Finding> clusteredPairs(UniformRandomProvider random) {
    int[] clusters = clusters(CLUSTERS, CLUSTER_SIZE);
    return paired(
        scores(clustered(clusters, random)),
        scores(clustered(clusters, random)),
        Clustering.of(clusters),
        random);
  }

  private static Map<String, Finding> unpaired(
      double[] first, double[] second, Clustering clustering, UniformRandomProvider random) {
    double[] values = new double[first.length + second.length];
    System.arraycopy(first, 0, values, 0, first.length);
    System.arraycopy(second, 0, values, first.length, second.length);
    boolean[] inSecond = new boolean[values.length];
    for (int row = first.length; row < values.length; row++) {
      inSecond[row] = true;
    }
    Clustering rows = Clustering.independent(values.length);
    MeanDifference naive = MeanDifference.student(values, inSecond, rows);
    MeanDifference found =
        MeanDifference.unpaired(values, inSecond, clustering, resampling(random));
    double[] below = below(values);
    Map<String, Finding> findings = new LinkedHashMap<>();
    findings.put("difference of means", difference(found, naive));
    findings.put(
        "difference of shares",
        Finding.of(
            ShareDifference.unpaired(below, inSecond, clustering),
            0,
            MeanDifference.student(below, inSecond, rows).difference()));
    findings.put(
        "P(B > A)",
        Finding.of(
            MannWhitney.superiority(values, inSecond, clustering),
            0.5,
            MannWhitney.superiority(values, inSecond, rows)));
    return findings;
  }

  private static Map<String, Finding> paired(
      double[] first, double[] second, Clustering clustering, UniformRandomProvider random) {
    double[] differences = new double[first.length];
    double[] wins = new double[first.length];
    for (int row = 0; row < first.length; row++) {
      differences[row] = second[row] - first[row];
      wins[row] = differences[row] > 0 ? 1 : 0;
    }
    double[] values = new double[2 * first.length];
    System.arraycopy(first, 0, values, 0, first.length);
    System.arraycopy(second, 0, values, first.length, first.length);
    boolean[] inSecond = new boolean[values.length];
    for (int row = first.length; row < values.length; row++) {
      inSecond[row] = true;
    }
    MeanDifference naive =
        MeanDifference.student(values, inSecond, Clustering.independent(values.length));
    MeanDifference found = MeanDifference.paired(differences, clustering, resampling(random));
    Map<String, Finding> findings = new LinkedHashMap<>();
    findings.put("difference of means", difference(found, naive));
    findings.put(
        "difference of shares",
        Finding.of(
            ShareDifference.paired(below(first), below(second), clustering),
            0,
            MeanDifference.student(below(values), inSecond, Clustering.independent(values.length))
                .difference()));
    findings.put("B scores higher", Finding.of(Means.share(wins, clustering), 0.5, wald(wins)));
    return findings;
  }

  private static Finding difference(MeanDifference found, MeanDifference naive) {
    return new Finding(found.difference(), 0, found.pValue(), naive.difference(), naive.pValue());
  }

  /** The textbook's interval of a share: normal, without clusters. */
  private static Estimate wald(double[] values) {
    return Means.student(values, Clustering.independent(values.length));
  }

  private static Resampling resampling(UniformRandomProvider random) {
    return new Resampling(random.nextLong(), RESAMPLES);
  }

  // ---- data --------------------------------------------------------------------------------

  private static double score(double z) {
    return Transformation.logistic(LOCATION + SPREAD * z);
  }

  private static double[] scores(double[] latent) {
    double[] scores = new double[latent.length];
    for (int row = 0; row < latent.length; row++) {
      scores[row] = score(latent[row]);
    }
    return scores;
  }

  private static double[] below(double[] scores) {
    double[] below = new double[scores.length];
    for (int row = 0; row < scores.length; row++) {
      below[row] = scores[row] < BASELINE ? 1 : 0;
    }
    return below;
  }

  private static double[] normals(int count, UniformRandomProvider random) {
    double[] normals = new double[count];
    for (int row = 0; row < count; row++) {
      double uniform = (random.nextLong() >>> 11) * 0x1.0p-53 + 0x1.0p-54;
      normals[row] = NORMAL.inverseCumulativeProbability(uniform);
    }
    return normals;
  }

  private static int[] clusters(int count, int size) {
    int[] clusters = new int[count * size];
    for (int row = 0; row < clusters.length; row++) {
      clusters[row] = row / size;
    }
    return clusters;
  }

  private static double[] clustered(int[] clusters, UniformRandomProvider random) {
    double[] ofCluster = normals(clusters[clusters.length - 1] + 1, random);
    double[] latent = normals(clusters.length, random);
    for (int row = 0; row < latent.length; row++) {
      latent[row] =
          Math.sqrt(LATENT) * ofCluster[clusters[row]] + Math.sqrt(1 - LATENT) * latent[row];
    }
    return latent;
  }

  private static double[] part(double[] values, int from, int to) {
    double[] part = new double[to - from];
    System.arraycopy(values, from, part, 0, part.length);
    return part;
  }

  /** The mean of a function of a normal number, by the trapezoidal rule. */
  private static double expectation(Function<Double, Double> function) {
    double step = 0.01;
    double sum = 0;
    for (double z = -9; z <= 9; z += step) {
      sum += function.apply(z) * NORMAL.density(z) * step;
    }
    return sum;
  }

  /** The correlation of latent normals that gives scores their intra-class correlation. */
  private static double latentCorrelation() {
    double variance = expectation(z -> score(z) * score(z)) - MEAN * MEAN;
    double low = 0;
    double high = 1;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      double ofCluster =
          expectation(
                  u -> {
                    double given =
                        expectation(e -> score(Math.sqrt(middle) * u + Math.sqrt(1 - middle) * e));
                    return given * given;
                  })
              - MEAN * MEAN;
      if (ofCluster / variance < ICC) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
