package dev.decorum.compare;

import dev.decorum.compare.Comparison.VersionSummary;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Means;
import dev.decorum.stats.MultipleTesting;
import dev.decorum.stats.Quantiles;
import dev.decorum.stats.Resampling;
import dev.decorum.stats.SimultaneousDifferences;
import dev.decorum.stats.UnitHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Compares bot versions by their scores. */
public final class Comparer {
  private static final double[] QUANTILES = {0.05, 0.25, 0.5, 0.75, 0.95};
  private static final int HISTOGRAM_BINS = 20;

  private final ComparisonOptions options;

  public Comparer(ComparisonOptions options) {
    this.options = options;
  }

  /**
   * Every version by itself, and every two against each other.
   *
   * @param versions two or more, with two rows or more each, and one codebook
   * @throws IncomparableException if versions contradict each other, or one is too small
   */
  public Comparison compare(List<Version> versions) {
    if (versions.size() < 2) {
      throw new IncomparableException("there is only one version; two are needed to compare");
    }
    List<VersionSummary> summaries = new ArrayList<>();
    for (Version version : versions) {
      if (version.table().size() < 2) {
        throw new IncomparableException(
            version.name()
                + " has "
                + (version.table().size() == 0 ? "no row" : "only one row")
                + "; at least two are needed to compare");
      }
      Scale scale = versions.get(0).table().scale();
      if (version.table().scale() != scale) {
        throw new IncomparableException(
            versions.get(0).name()
                + " has a "
                + scale.label()
                + " in each row, and "
                + version.name()
                + " a "
                + version.table().scale().label()
                + "; these are different kinds of numbers");
      }
      summaries.add(
          summary(version, options.baseline(), options.clusterFields(), options.resampling()));
    }
    List<VersionPair> pairs = new ArrayList<>();
    for (int earlier = 0; earlier < versions.size(); earlier++) {
      for (int later = earlier + 1; later < versions.size(); later++) {
        pairs.add(new VersionPair(versions, earlier, later, options));
      }
    }
    List<PairComparison> compared = new ArrayList<>();
    SliceComparer comparer = new SliceComparer(options);
    List<Decomposition> decompositions = new ArrayList<>();
    List<Changes> changes = new ArrayList<>();
    for (VersionPair pair : pairs) {
      compared.add(pair.compare());
      comparer.add(pair);
      Decomposer decomposer = new Decomposer(pair);
      options.sliceFields().forEach(field -> decompositions.add(decomposer.by(field)));
      if (options.listedChanges() > 0 && pair.isWithFirst()) {
        changes.add(
            new ChangeFinder(pair, options.listedChanges()).changes(options.clusterFields()));
      }
    }
    return new Comparison(
        options,
        versions.get(0).table().scale(),
        summaries,
        versions.size() < 3 ? null : standings(versions, pairs, compared),
        withVerdicts(compared),
        comparer.withQValues(),
        comparer.leftOut(),
        decompositions,
        changes);
  }

  private Standings standings(
      List<Version> versions, List<VersionPair> pairs, List<PairComparison> compared) {
    List<MeanDifference> differences = compared.stream().map(PairComparison::difference).toList();
    boolean sharesIds = pairs.stream().anyMatch(VersionPair::isPaired);
    SimultaneousDifferences simultaneous;
    if (options.clusterFields().size() > 1) {
      simultaneous = SimultaneousDifferences.bonferroni(differences);
    } else {
      List<SimultaneousDifferences.Contrast> contrasts = new ArrayList<>();
      for (int i = 0; i < pairs.size(); i++) {
        contrasts.add(pairs.get(i).contrast(differences.get(i), sharesIds));
      }
      simultaneous = SimultaneousDifferences.of(contrasts, options.resampling());
    }
    double[] smallest =
        MultipleTesting.holm(pairs.stream().mapToDouble(VersionPair::smallestP).toArray());
    List<Boolean> decidable =
        Arrays.stream(smallest).mapToObj(p -> p < Verdict.SIGNIFICANCE).toList();
    return new StandingsFinder(
            versions.stream().map(Version::name).toList(), simultaneous, decidable)
        .standings();
  }

  /** The standard deviation of the scores within versions. */
  public static double deviation(List<Version> versions) {
    return Means.pooledDeviation(
        versions.stream().map(version -> version.table().values()).toList());
  }

  /**
   * One version by itself. Its numbers depend neither on its name nor on the order of its rows.
   *
   * @param baseline the probability that scores are read against; NaN for none
   * @param clusterFields fields whose values tell which rows belong together
   */
  public static VersionSummary summary(
      Version version, double baseline, List<String> clusterFields, Resampling resampling) {
    ScoreTable table = version.table().byContent(clusterFields);
    Clustering clustering = table.clustering(clusterFields);
    double[] values = table.values();
    double[] below = new double[table.size()];
    UnitHistogram histogram = new UnitHistogram(HISTOGRAM_BINS);
    for (int row = 0; row < below.length; row++) {
      below[row] = table.probability(row) < baseline ? 1 : 0;
      histogram.add(table.probability(row));
    }
    boolean isCompared = !Double.isNaN(baseline);
    Estimate mean = table.scale().possible(Means.bootstrap(values, clustering, resampling));
    Quantiles quantiles = new Quantiles(values, clustering);
    TreeMap<Double, Estimate> byShare = new TreeMap<>();
    for (double share : QUANTILES) {
      byShare.put(share, quantiles.at(share));
    }
    return new VersionSummary(
        version.name(),
        table.size(),
        clustering.clusters(),
        mean,
        isCompared && table.scale() == Scale.PROBABILITY
            ? mean.scaled(100 / baseline, -100)
            : Estimate.UNDEFINED,
        isCompared ? Means.share(below, clustering) : Estimate.UNDEFINED,
        byShare,
        Arrays.stream(histogram.binned(HISTOGRAM_BINS)).boxed().toList(),
        Means.designEffect(values, clustering));
  }

  private List<PairComparison> withVerdicts(List<PairComparison> pairs) {
    double[] adjusted =
        MultipleTesting.holm(
            pairs.stream().mapToDouble(pair -> pair.difference().pValue()).toArray());
    List<PairComparison> judged = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      PairComparison pair = pairs.get(i);
      judged.add(
          new PairComparison(
              pair.reference(),
              pair.candidate(),
              pair.matching(),
              pair.difference(),
              adjusted[i],
              pair.shareBelowDifference(),
              pair.superiority(),
              Verdict.of(pair.difference().difference(), adjusted[i], options.margin())));
    }
    return judged;
  }
}
