package dev.decorum.overview;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Version;
import dev.decorum.overview.Overview.LengthBin;
import dev.decorum.overview.Overview.Part;
import dev.decorum.overview.Overview.SliceSummary;
import dev.decorum.overview.Overview.Turn;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.EqualMassBins;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Means;
import dev.decorum.stats.MultipleTesting;
import dev.decorum.stats.RankCorrelation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at scores by themselves. */
public final class Overviewer {
  private static final int LENGTH_BINS = 5;
  private static final int FEWEST_IN_BIN = 20;
  private static final int MOST_TURNS = 60;
  private static final int MOST_VALUES = 200;

  private final OverviewOptions options;

  public Overviewer(OverviewOptions options) {
    this.options = options;
  }

  /**
   * What the rows of one or more versions say.
   *
   * @param versions their tables have one codebook, with all fields that are asked for; with the
   *     field {@code turn} among them, turns are looked at too
   */
  public Overview overview(List<Version> versions) {
    List<Part> parts = new ArrayList<>();
    List<SliceSummary> slices = new ArrayList<>();
    List<Double> pValues = new ArrayList<>();
    int leftOut = 0;
    for (Version version : versions) {
      parts.add(part(version));
      for (String field : options.sliceFields()) {
        leftOut += addSlices(version, field, slices, pValues);
      }
    }
    double[] qValues =
        MultipleTesting.benjaminiHochberg(
            pValues.stream().mapToDouble(Double::doubleValue).toArray());
    for (int i = 0; i < qValues.length; i++) {
      slices.set(i, slices.get(i).withQValue(qValues[i]));
    }
    return new Overview(
        options,
        versions.get(0).table().scale(),
        parts,
        slices,
        leftOut,
        LowestRows.of(versions, options.sliceFields(), options.lowest()));
  }

  private Part part(Version version) {
    ScoreTable table = version.table().byContent(options.clusterFields());
    Clustering clustering = table.clustering(options.clusterFields());
    double[] values = table.values();
    double[] tokens = new double[table.size()];
    double[] truncated = new double[table.size()];
    for (int row = 0; row < tokens.length; row++) {
      tokens[row] = table.tokens(row);
      truncated[row] = table.isTruncated(row) ? 1 : 0;
    }
    Map<Integer, int[]> byTurn = byTurn(table);
    List<Turn> turns = new ArrayList<>();
    int turnsLeftOut = 0;
    for (Map.Entry<Integer, int[]> turn : byTurn.entrySet()) {
      if (turns.size() == MOST_TURNS) {
        turnsLeftOut += turn.getValue().length;
      } else {
        turns.add(turn(turn.getKey(), turn.getValue(), table, values, clustering));
      }
    }
    return new Part(
        Comparer.summary(
            version, options.baseline(), options.clusterFields(), options.resampling()),
        Means.share(truncated, clustering),
        RankCorrelation.spearman(values, tokens, clustering, options.resampling()),
        lengths(values, tokens, clustering, table.scale()),
        turns,
        turnsLeftOut);
  }

  private static Map<Integer, int[]> byTurn(ScoreTable table) {
    Map<Integer, int[]> byTurn = new TreeMap<>();
    if (table.codebook().has(ScoredRow.TURN)) {
      table
          .rowsByValue(ScoredRow.TURN)
          .forEach(
              (code, rows) ->
                  byTurn.put(
                      Integer.valueOf(table.codebook().values(ScoredRow.TURN).text(code)), rows));
    }
    return byTurn;
  }

  private Turn turn(
      int number, int[] rows, ScoreTable table, double[] values, Clustering clustering) {
    Clustering ownClustering = clustering.subset(rows);
    return new Turn(
        number,
        rows.length,
        table.scale().possible(Means.student(pick(values, rows), ownClustering)),
        shareBelow(table, rows, ownClustering));
  }

  /** The share of rows whose probability is below the baseline; undefined without one. */
  private Estimate shareBelow(ScoreTable table, int[] rows, Clustering clustering) {
    if (Double.isNaN(options.baseline())) {
      return Estimate.UNDEFINED;
    }
    double[] below =
        Arrays.stream(rows)
            .mapToDouble(row -> table.probability(row) < options.baseline() ? 1 : 0)
            .toArray();
    return Means.share(below, clustering);
  }

  private static double[] pick(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }

  private static List<LengthBin> lengths(
      double[] values, double[] tokens, Clustering clustering, Scale scale) {
    int bins = Math.max(1, Math.min(LENGTH_BINS, tokens.length / FEWEST_IN_BIN));
    List<LengthBin> lengths = new ArrayList<>();
    for (int[] rows : EqualMassBins.of(tokens, bins).members()) {
      double[] own = pick(tokens, rows);
      lengths.add(
          new LengthBin(
              (int) Arrays.stream(own).min().orElse(0),
              (int) Arrays.stream(own).max().orElse(0),
              rows.length,
              scale.possible(Means.student(pick(values, rows), clustering.subset(rows)))));
    }
    return lengths;
  }

  /** Adds the slices by one field; tells how many there were beyond what is looked at. */
  private int addSlices(
      Version version, String field, List<SliceSummary> slices, List<Double> pValues) {
    ScoreTable table = version.table();
    double[] scores = table.values();
    Clustering clustering = table.clustering(options.clusterFields());
    List<Map.Entry<Integer, int[]>> values = new ArrayList<>(table.rowsByValue(field).entrySet());
    values.sort(
        Comparator.comparingInt((Map.Entry<Integer, int[]> value) -> -value.getValue().length)
            .thenComparing(value -> table.codebook().values(field).text(value.getKey())));
    for (Map.Entry<Integer, int[]> value :
        values.subList(0, Math.min(MOST_VALUES, values.size()))) {
      int[] rows = value.getValue();
      double[] own = pick(scores, rows);
      Clustering ownClustering = clustering.subset(rows);
      boolean[] inSlice = new boolean[scores.length];
      Arrays.stream(rows).forEach(row -> inSlice[row] = true);
      MeanDifference difference = MeanDifference.student(scores, inSlice, clustering);
      pValues.add(difference.pValue());
      slices.add(
          new SliceSummary(
              version.name(),
              field,
              table.codebook().values(field).text(value.getKey()),
              rows.length,
              ownClustering.clusters(),
              table.scale().possible(Means.student(own, ownClustering)),
              shareBelow(table, rows, ownClustering),
              difference.difference(),
              Double.NaN));
    }
    return Math.max(0, values.size() - MOST_VALUES);
  }
}
