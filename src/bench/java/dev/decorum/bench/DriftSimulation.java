package dev.decorum.bench;

import static java.util.Objects.requireNonNull;

import dev.decorum.stats.ChartPoint;
import dev.decorum.stats.ChartSettings;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.ControlChart;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Means;
import dev.decorum.stats.Observation;
import dev.decorum.stats.ShareScale;
import dev.decorum.stats.TrailingComparison;
import dev.decorum.stats.Transformation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How often the control chart raises a false alarm in a year of nights, and how soon it finds a
 * drop, beside rules of thumb. Run with
 *
 * <pre>
 *   mvn -q -Pbench test-compile exec:java -Dexec.mainClass=dev.decorum.bench.DriftSimulation
 * </pre>
 *
 * <p>A night has 300 to 1,000 conversations in clusters of 10. Their scores are those of {@link
 * CoverageSimulation}: logistic(1.5 + 1.2 z), intra-class correlation 0.3. So a night's mean has a
 * standard error of 1.2 to 2.1 points. Night means are drawn from the normal distribution that they
 * have then, standard errors with a chi-squared error; {@code "conversations"} draws every
 * conversation instead and goes through the estimators of an audit.
 */
public final class DriftSimulation {
  private static final int YEAR = 365;
  private static final int BEFORE = 30;
  private static final int LONG_BEFORE = 120;
  private static final int AFTER = 60;
  private static final int WINDOW = 14;
  private static final int CLUSTER_SIZE = 10;
  private static final double LOCATION = 1.5;
  private static final double SPREAD = 1.2;
  private static final double ICC = 0.3;

  /** Of the scores, by Gauss-Hermite quadrature; latent: what gives the scores that ICC. */
  private static final double MEAN = 0.7654547324899843;

  private static final double DEVIATION = 0.18438639818748284;
  private static final double LATENT = 0.32341826989575256;

  /** Alarms at most this many nights apart are one. */
  private static final int EPISODE_GAP = 7;

  /** Tokens a conversation for a point of the score, so that the two charts are alike. */
  private static final double TOKENS = 1_000;

  private static final double TRUNCATED = 0.05;
  private static final double EMPTY = 0.002;

  /** What an audit has for tokens, truncated and empty conversations. */
  private static final ChartSettings OF_INPUTS = ChartSettings.forCharts(12);

  /** The two other charts have limits for the same rate of false alarms. */
  private static final ChartSettings AT_ONCE = new ChartSettings(0.5, 5.9, 3, 5, 14, 0, 180);

  private static final ChartSettings SILENT = new ChartSettings(0.5, 1e9, 3, 1e3, 14, 7, 180);
  private static final double AVERAGE_WEIGHT = 0.15;
  private static final double AVERAGE_LIMIT = 3.35;

  /**
   * How nights come about.
   *
   * @param between standard deviation of night effects
   * @param weekend how much lower weekends are
   * @param heavy whether night effects are Student's t with 3 degrees of freedom
   * @param carried correlation of a night's effect with the night before
   * @param fewest conversations a night
   * @param most conversations a night
   * @param conversations whether to draw every conversation
   */
  private record Design(
      String name,
      double between,
      double weekend,
      boolean heavy,
      double carried,
      int fewest,
      int most,
      boolean conversations) {

    static Design nights(String name, double between) {
      return new Design(name, between, 0, false, 0, 300, 1_000, false);
    }

    boolean isPlain() {
      return !heavy && !conversations && carried == 0 && weekend == 0 && fewest == 300;
    }
  }

  /** Nights of the mean score, and those of the other three charts. */
  private record Series(List<Observation> scores, List<List<Observation>> others) {}

  /** Whether each night has an alarm. */
  private interface Rule extends Function<Series, boolean[]> {}

  private DriftSimulation() {}

  /** Prints the tables; the first argument is the number of replications (2,000). */
  public static void main(String[] arguments) {
    int replications = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
    Design usual = Design.nights("nights differ by 0.5 points", 0.005);
    List<Design> designs =
        List.of(
            Design.nights("nights do not differ", 0),
            usual,
            Design.nights("nights differ by 1 point", 0.01),
            new Design("... with heavy tails", 0.01, 0, true, 0, 300, 1_000, false),
            new Design("... and half carries over", 0.01, 0, false, 0.5, 300, 1_000, false),
            new Design("weekends 2 points lower", 0.005, 0.02, false, 0, 300, 1_000, false),
            new Design("50 to 150 conversations", 0.005, 0, false, 0, 50, 150, false));
    Design drawn = new Design("conversations", 0.005, 0, false, 0, 300, 1_000, true);
    falseAlarms(designs, replications);
    chartsAtOnce(usual, replications);
    detection(designs, 0.02, BEFORE, replications);
    detection(designs, 0.02, LONG_BEFORE, replications);
    detection(designs.subList(0, 3), 0.01, BEFORE, replications);
    detection(designs.subList(0, 3), 0.04, BEFORE, replications);
    System.out.printf("Every conversation drawn, a quarter of the replications in years:%n%n");
    falseAlarms(List.of(drawn), replications / 4);
    detection(List.of(drawn), 0.02, BEFORE, replications);
  }

  private static Map<String, Rule> rules(Design design) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("chart of the mean", series -> chart(series.scores(), ChartSettings.DEFAULT));
    if (design.isPlain()) {
      rules.put("... as of inputs", series -> chart(series.scores(), OF_INPUTS));
      rules.put("... nights join the reference at once", series -> chart(series.scores(), AT_ONCE));
      rules.put("... moving average in place of sums", DriftSimulation::movingAverage);
    }
    rules.put("mean 2 points below the truth", series -> below(series, MEAN - 0.02));
    rules.put("mean 5 points below the truth", series -> below(series, MEAN - 0.05));
    rules.put("mean 2 points below the first 14 nights", DriftSimulation::belowFirst);
    rules.put("95% interval against 14 nights", DriftSimulation::outsideWindow);
    return rules;
  }

  // ---- tables ------------------------------------------------------------------------------

  private static void falseAlarms(List<Design> designs, int replications) {
    System.out.println("| nights | rule | false alarms a year | nights in alarm a year |");
    System.out.println("|---|---|--:|--:|");
    for (Design design : designs) {
      Map<String, Rule> rules = rules(design);
      rules.put("four charts", DriftSimulation::anyChart);
      List<Map<String, boolean[]>> years = studies(design, rules, YEAR, YEAR, 0, replications);
      for (String rule : rules.keySet()) {
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %.2f | %.1f |%n",
            design.name(),
            rule,
            years.stream().mapToInt(year -> episodes(of(year, rule))).average().orElseThrow(),
            years.stream().mapToInt(year -> alarms(of(year, rule))).average().orElseThrow());
      }
    }
    System.out.println();
  }

  /** Whether the limit for other numbers of charts does what it says. */
  private static void chartsAtOnce(Design design, int replications) {
    System.out.println("| charts | limit | false alarms a year of all together |");
    System.out.println("|--:|--:|--:|");
    for (int charts : new int[] {1, 4, 12, 40}) {
      ChartSettings settings = ChartSettings.forCharts(charts);
      Rule one = series -> chart(series.scores(), settings);
      double ofOne =
          studies(design, Map.of("one", one), YEAR, YEAR, 0, replications).stream()
              .mapToInt(year -> episodes(of(year, "one")))
              .average()
              .orElseThrow();
      System.out.printf(
          Locale.ROOT, "| %d | %.2f | %.2f |%n", charts, settings.limit(), charts * ofOne);
    }
    System.out.println();
  }

  private static void detection(List<Design> designs, double drop, int before, int replications) {
    System.out.printf(
        Locale.ROOT,
        "| nights | rule | drop of %.0f points after %d nights found within 7 | 14 | 60 nights"
            + " | median | of nights 31 to 60 in alarm |%n",
        100 * drop,
        before);
    System.out.println("|---|---|--:|--:|--:|--:|--:|");
    for (Design design : designs) {
      Map<String, Rule> rules = rules(design);
      List<Map<String, boolean[]>> studies =
          studies(design, rules, before + AFTER, before, drop, replications);
      for (String rule : rules.keySet()) {
        int[] found =
            studies.stream().mapToInt(study -> found(of(study, rule), before)).sorted().toArray();
        int median = found[found.length / 2];
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %s | %s | %s | %s | %.0f%% |%n",
            design.name(),
            rule,
            within(found, 7),
            within(found, 14),
            within(found, AFTER),
            median > AFTER ? "over 60" : median,
            100
                * studies.stream()
                    .mapToDouble(study -> late(of(study, rule)))
                    .average()
                    .orElseThrow());
      }
    }
    System.out.println();
  }

  private static List<Map<String, boolean[]>> studies(
      Design design,
      Map<String, Rule> rules,
      int nights,
      int before,
      double drop,
      int replications) {
    long[] seeds = new SplittableRandom(20261124L + nights).longs(replications).toArray();
    return IntStream.range(0, replications)
        .parallel()
        .mapToObj(
            replication -> {
              SplittableRandom random = new SplittableRandom(seeds[replication]);
              Series series = series(design, nights, before, drop, random);
              Map<String, boolean[]> alarms = new LinkedHashMap<>();
              rules.forEach((name, rule) -> alarms.put(name, rule.apply(series)));
              return alarms;
            })
        .toList();
  }

  private static boolean[] of(Map<String, boolean[]> study, String rule) {
    return requireNonNull(study.get(rule));
  }

  private static int alarms(boolean[] nights) {
    int alarms = 0;
    for (boolean alarm : nights) {
      alarms += alarm ? 1 : 0;
    }
    return alarms;
  }

  private static int episodes(boolean[] alarms) {
    int episodes = 0;
    int last = -EPISODE_GAP - 1;
    for (int night = 0; night < alarms.length; night++) {
      if (alarms[night]) {
        episodes += night - last > EPISODE_GAP ? 1 : 0;
        last = night;
      }
    }
    return episodes;
  }

  /** The night of the first alarm after the drop; the drop's own is 1. */
  private static int found(boolean[] alarms, int before) {
    for (int night = before; night < alarms.length; night++) {
      if (alarms[night]) {
        return night - before + 1;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** The share of the last 30 nights that are in alarm. */
  private static double late(boolean[] alarms) {
    return alarms(Arrays.copyOfRange(alarms, alarms.length - 30, alarms.length)) / 30.0;
  }

  private static String within(int[] found, int nights) {
    double share = (double) Arrays.stream(found).filter(night -> night <= nights).count();
    return String.format(Locale.ROOT, "%.0f%%", 100 * share / found.length);
  }

  // ---- rules -------------------------------------------------------------------------------

  private static boolean[] chart(List<Observation> nights, ChartSettings settings) {
    List<ChartPoint> points = ControlChart.of(nights, settings);
    boolean[] alarms = new boolean[points.size()];
    for (int night = 0; night < alarms.length; night++) {
      alarms[night] = points.get(night).alarm() != ChartPoint.Alarm.NONE;
    }
    return alarms;
  }

  private static boolean[] anyChart(Series series) {
    boolean[] alarms = chart(series.scores(), ChartSettings.DEFAULT);
    for (List<Observation> other : series.others()) {
      boolean[] more = chart(other, OF_INPUTS);
      for (int night = 0; night < alarms.length; night++) {
        alarms[night] |= more[night];
      }
    }
    return alarms;
  }

  /** An exponentially weighted moving average of the chart's scores (Lucas and Saccucci 1990). */
  private static boolean[] movingAverage(Series series) {
    List<ChartPoint> points = ControlChart.of(series.scores(), SILENT);
    boolean[] alarms = new boolean[points.size()];
    double kept = 1 - AVERAGE_WEIGHT;
    double average = 0;
    double variance = 0;
    for (int night = 0; night < alarms.length; night++) {
      if (!points.get(night).isLearning()) {
        double score = Math.max(-3, Math.min(3, points.get(night).score()));
        average = AVERAGE_WEIGHT * score + kept * average;
        variance = AVERAGE_WEIGHT * AVERAGE_WEIGHT + kept * kept * variance;
        alarms[night] = Math.abs(average) > AVERAGE_LIMIT * Math.sqrt(variance);
      }
    }
    return alarms;
  }

  private static boolean[] below(Series series, double threshold) {
    boolean[] alarms = new boolean[series.scores().size()];
    for (int night = 0; night < alarms.length; night++) {
      alarms[night] = series.scores().get(night).value() < threshold;
    }
    return alarms;
  }

  private static boolean[] belowFirst(Series series) {
    List<Observation> first = series.scores().subList(0, WINDOW);
    double mean = first.stream().mapToDouble(Observation::value).average().orElseThrow();
    boolean[] alarms = below(series, mean - 0.02);
    Arrays.fill(alarms, 0, WINDOW, false);
    return alarms;
  }

  private static boolean[] outsideWindow(Series series) {
    boolean[] alarms = new boolean[series.scores().size()];
    for (int night = 0; night < alarms.length; night++) {
      List<Observation> window = series.scores().subList(Math.max(0, night - WINDOW), night);
      alarms[night] =
          TrailingComparison.of(series.scores().get(night), window)
              .filter(comparison -> comparison.difference().excludes(0))
              .isPresent();
    }
    return alarms;
  }

  // ---- data --------------------------------------------------------------------------------

  private static Series series(
      Design design, int nights, int before, double drop, SplittableRandom random) {
    SplittableRandom ofOthers = random.split();
    List<Observation> scores = new ArrayList<>();
    List<Observation> tokens = new ArrayList<>();
    List<Observation> truncated = new ArrayList<>();
    List<Observation> empty = new ArrayList<>();
    double[] effects = effects(design, nights, random);
    double[] effectsOnTokens = effects(design, nights, ofOthers);
    for (int night = 0; night < nights; night++) {
      int clusters =
          random.nextInt(design.fewest() / CLUSTER_SIZE, design.most() / CLUSTER_SIZE + 1);
      double shift = night >= before ? -drop : 0;
      scores.add(
          design.conversations()
              ? drawn(effects[night] + shift, clusters, random)
              : night(MEAN + effects[night] + shift, clusters, random));
      Observation other = night(MEAN + effectsOnTokens[night], clusters, ofOthers);
      tokens.add(new Observation(TOKENS * other.value(), TOKENS * other.standardError()));
      truncated.add(share(TRUNCATED, clusters * CLUSTER_SIZE, ofOthers));
      empty.add(share(EMPTY, clusters * CLUSTER_SIZE, ofOthers));
    }
    return new Series(scores, List.of(tokens, truncated, empty));
  }

  private static double[] effects(Design design, int nights, SplittableRandom random) {
    double[] effects = new double[nights];
    double carried = random.nextGaussian();
    double fresh = Math.sqrt(1 - design.carried() * design.carried());
    int firstWeekday = random.nextInt(7);
    for (int night = 0; night < nights; night++) {
      double own = random.nextGaussian();
      if (design.heavy()) {
        // Student's t with 3 degrees of freedom has the variance 3.
        own /= Math.sqrt(chiSquared(3, random));
      }
      carried = design.carried() * carried + fresh * own;
      boolean weekend = (firstWeekday + night) % 7 >= 5;
      effects[night] =
          design.between() * carried + design.weekend() * (weekend ? -5.0 / 7 : 2.0 / 7);
    }
    return effects;
  }

  private static Observation night(double mean, int clusters, SplittableRandom random) {
    double rows = (double) clusters * CLUSTER_SIZE;
    double error = DEVIATION * Math.sqrt((1 + (CLUSTER_SIZE - 1) * ICC) / rows);
    int free = clusters - 1;
    return new Observation(
        mean + error * random.nextGaussian(), error * Math.sqrt(chiSquared(free, random) / free));
  }

  private static Observation drawn(double shift, int clusters, SplittableRandom random) {
    double[] scores = new double[clusters * CLUSTER_SIZE];
    int[] codes = new int[scores.length];
    double ofCluster = 0;
    for (int row = 0; row < scores.length; row++) {
      codes[row] = row / CLUSTER_SIZE;
      if (row % CLUSTER_SIZE == 0) {
        ofCluster = Math.sqrt(LATENT) * random.nextGaussian();
      }
      double latent = ofCluster + Math.sqrt(1 - LATENT) * random.nextGaussian();
      scores[row] = Transformation.logistic(LOCATION + SPREAD * latent) + shift;
    }
    Estimate mean = Means.student(scores, Clustering.of(codes));
    return new Observation(mean.value(), mean.standardError());
  }

  private static Observation share(double truth, int rows, SplittableRandom random) {
    int hits = 0;
    // The rows between two hits are geometric.
    for (double row = gap(truth, random); row < rows; row += 1 + gap(truth, random)) {
      hits++;
    }
    double share = (double) hits / rows;
    return ShareScale.observation(share, Math.sqrt(share * (1 - share) / (rows - 1)), rows, rows);
  }

  private static double gap(double truth, SplittableRandom random) {
    return Math.floor(Math.log1p(-random.nextDouble()) / Math.log1p(-truth));
  }

  private static double chiSquared(int degreesOfFreedom, SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < degreesOfFreedom; i++) {
      double normal = random.nextGaussian();
      sum += normal * normal;
    }
    return sum;
  }
}
