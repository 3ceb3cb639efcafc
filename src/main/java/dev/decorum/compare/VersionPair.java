package dev.decorum.compare;

import dev.decorum.score.ScoreTable;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MannWhitney;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Means;
import dev.decorum.stats.Order;
import dev.decorum.stats.ShareDifference;
import dev.decorum.stats.SimultaneousDifferences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two versions and their rows, in pairs or not. Where rows are paired, the i-th row of the
 * reference belongs to the i-th of the candidate; else the rows of both stand one behind the other.
 */
final class VersionPair {
  private final Version reference;
  private final Version candidate;
  private final int referenceNumber;
  private final int candidateNumber;
  private final ComparisonOptions options;
  private final Matching matching;
  private final ScoreTable referenceRows;
  private final ScoreTable candidateRows;

  /**
   * Two of several versions.
   *
   * @param referenceNumber the place of the earlier one among them
   * @param candidateNumber the place of the later one
   */
  VersionPair(
      List<Version> versions, int referenceNumber, int candidateNumber, ComparisonOptions options) {
    this.reference = versions.get(referenceNumber);
    this.candidate = versions.get(candidateNumber);
    this.referenceNumber = referenceNumber;
    this.candidateNumber = candidateNumber;
    this.options = options;
    Matching.Finder finder = new Matching.Finder(reference, candidate);
    this.matching = finder.matching(options.pairing());
    if (isPaired()) {
      Matching.Rows rows = finder.rows();
      this.referenceRows = reference.table().select(rows.reference());
      this.candidateRows = candidate.table().select(rows.candidate());
      checkClusters();
    } else {
      this.referenceRows = reference.table();
      this.candidateRows = candidate.table();
    }
  }

  private VersionPair(VersionPair whole, ScoreTable someOfReference, ScoreTable someOfCandidate) {
    this.reference = whole.reference;
    this.candidate = whole.candidate;
    this.referenceNumber = whole.referenceNumber;
    this.candidateNumber = whole.candidateNumber;
    this.options = whole.options;
    this.matching = whole.matching;
    this.referenceRows = someOfReference;
    this.candidateRows = someOfCandidate;
  }

  /** The two rows of a pair cannot belong to different clusters. */
  private void checkClusters() {
    for (String field : options.clusterFields()) {
      for (int row = 0; row < referenceRows.size(); row++) {
        int a = referenceRows.code(field, row);
        int b = candidateRows.code(field, row);
        if (a != b && a != ScoreTable.NO_VALUE && b != ScoreTable.NO_VALUE) {
          throw new IncomparableException(
              "the rows '"
                  + referenceRows.codebook().ids().text(referenceRows.id(row))
                  + "' are paired, but their "
                  + field
                  + " is '"
                  + referenceRows.codebook().values(field).text(a)
                  + "' in "
                  + reference.name()
                  + " and '"
                  + referenceRows.codebook().values(field).text(b)
                  + "' in "
                  + candidate.name());
        }
      }
    }
  }

  boolean isPaired() {
    return matching.design() == Matching.Design.PAIRED;
  }

  /** Whether one of the two is the first of all versions. */
  boolean isWithFirst() {
    return referenceNumber == 0;
  }

  String referenceName() {
    return reference.name();
  }

  String candidateName() {
    return candidate.name();
  }

  ScoreTable referenceRows() {
    return referenceRows;
  }

  ScoreTable candidateRows() {
    return candidateRows;
  }

  /** The same two versions, some of their rows only. */
  VersionPair select(int[] ofReference, int[] ofCandidate) {
    return new VersionPair(
        this, referenceRows.select(ofReference), candidateRows.select(ofCandidate));
  }

  /** The same rows in an order that follows from their scores and clusters alone. */
  private VersionPair byContent() {
    if (isPaired()) {
      int[] order =
          Order.byContent(
              List.of(referenceRows.values(), candidateRows.values()),
              columns(referenceRows.size(), this::clusterOfPair));
      return select(order, order);
    }
    int first = referenceRows.size();
    int[] order =
        Order.byContent(
            List.of(
                IntStream.range(0, rows()).mapToDouble(row -> row < first ? 0 : 1).toArray(),
                stacked(false)),
            columns(rows(), this::clusterOfStacked));
    return select(
        Arrays.copyOf(order, first),
        Arrays.stream(order).skip(first).map(row -> row - first).toArray());
  }

  /**
   * The comparison, in which neither names nor the order of rows change a digit; its verdict waits
   * for the other pairs.
   */
  PairComparison compare() {
    VersionPair ordered = byContent();
    return new PairComparison(
        reference.name(),
        candidate.name(),
        matching,
        ordered.meanDifference(),
        Double.NaN,
        ordered.shareBelowDifference(),
        ordered.superiority(),
        Verdict.INCONCLUSIVE);
  }

  /** The difference of mean scores, as in {@link #compare}. */
  MeanDifference difference() {
    return byContent().meanDifference();
  }

  /**
   * What each row adds to the error of the difference, by units that are the same in all pairs of
   * versions: values of the cluster field, or ids.
   *
   * @param difference as in {@link #compare}
   * @param sharesIds whether rows of several versions with one id are one unit
   */
  SimultaneousDifferences.Contrast contrast(MeanDifference difference, boolean sharesIds) {
    VersionPair ordered = byContent();
    return ordered.isPaired()
        ? SimultaneousDifferences.Contrast.paired(
            difference, ordered.differences(), ordered.units(true))
        : SimultaneousDifferences.Contrast.unpaired(
            difference, ordered.stacked(false), ordered.inCandidate(), ordered.units(sharesIds));
  }

  /** The smallest p-value that the test of the difference can give, whatever the scores are. */
  double smallestP() {
    return isPaired()
        ? MeanDifference.smallestP(pairedClustering())
        : MeanDifference.smallestP(inCandidate(), stackedClustering());
  }

  private MeanDifference meanDifference() {
    if (!isPaired()) {
      return MeanDifference.unpaired(
          stacked(false), inCandidate(), stackedClustering(), options.resampling());
    }
    return MeanDifference.paired(differences(), pairedClustering(), options.resampling());
  }

  private double[] differences() {
    double[] differences = new double[referenceRows.size()];
    for (int row = 0; row < differences.length; row++) {
      differences[row] = candidateRows.value(row) - referenceRows.value(row);
    }
    return differences;
  }

  private Estimate shareBelowDifference() {
    if (Double.isNaN(options.baseline())) {
      return Estimate.UNDEFINED;
    }
    return isPaired()
        ? ShareDifference.paired(below(referenceRows), below(candidateRows), pairedClustering())
        : ShareDifference.unpaired(stacked(true), inCandidate(), stackedClustering());
  }

  private Estimate superiority() {
    if (!isPaired()) {
      return MannWhitney.superiority(stacked(false), inCandidate(), stackedClustering());
    }
    double[] wins = new double[referenceRows.size()];
    for (int row = 0; row < wins.length; row++) {
      int order = Double.compare(candidateRows.value(row), referenceRows.value(row));
      wins[row] = order > 0 ? 1 : order < 0 ? 0 : 0.5;
    }
    return Means.share(wins, pairedClustering());
  }

  private double[] below(ScoreTable table) {
    double[] below = new double[table.size()];
    for (int row = 0; row < below.length; row++) {
      below[row] = table.probability(row) < options.baseline() ? 1 : 0;
    }
    return below;
  }

  /** The scores of both versions, or whether they are below the baseline. */
  private double[] stacked(boolean asBelow) {
    int first = referenceRows.size();
    double[] values = new double[first + candidateRows.size()];
    for (int row = 0; row < values.length; row++) {
      ScoreTable table = row < first ? referenceRows : candidateRows;
      int own = row < first ? row : row - first;
      values[row] =
          asBelow ? (table.probability(own) < options.baseline() ? 1 : 0) : table.value(own);
    }
    return values;
  }

  private boolean[] inCandidate() {
    boolean[] in = new boolean[referenceRows.size() + candidateRows.size()];
    for (int row = referenceRows.size(); row < in.length; row++) {
      in[row] = true;
    }
    return in;
  }

  /** The unit of every row, or of every pair. */
  private int[] units(boolean sharesIds) {
    int first = referenceRows.size();
    int ids = referenceRows.codebook().ids().size();
    int[] units = new int[isPaired() ? first : rows()];
    for (int row = 0; row < units.length; row++) {
      int version = sharesIds ? 0 : row < first ? referenceNumber : candidateNumber;
      int id = row < first ? referenceRows.id(row) : candidateRows.id(row - first);
      units[row] = version * ids + id;
      if (options.clusterFields().size() == 1) {
        String field = options.clusterFields().get(0);
        int code = isPaired() ? clusterOfPair(field, row) : clusterOfStacked(field, row);
        units[row] =
            code == ScoreTable.NO_VALUE
                ? referenceRows.codebook().values(field).size() + units[row]
                : code;
      }
    }
    return units;
  }

  private Clustering pairedClustering() {
    return clustering(referenceRows.size(), this::clusterOfPair);
  }

  private Clustering stackedClustering() {
    return clustering(rows(), this::clusterOfStacked);
  }

  /** How many rows both have. */
  private int rows() {
    return referenceRows.size() + candidateRows.size();
  }

  /** A pair belongs where its reference row does, or its other row if that one says nothing. */
  private int clusterOfPair(String field, int row) {
    int code = referenceRows.code(field, row);
    return code == ScoreTable.NO_VALUE ? candidateRows.code(field, row) : code;
  }

  private int clusterOfStacked(String field, int row) {
    int first = referenceRows.size();
    return row < first ? referenceRows.code(field, row) : candidateRows.code(field, row - first);
  }

  /** The code of a row's value in a field. */
  @FunctionalInterface
  private interface Codes {
    int of(String field, int row);
  }

  private List<int[]> columns(int rows, Codes codes) {
    List<int[]> columns = new ArrayList<>();
    for (String field : options.clusterFields()) {
      int[] column = new int[rows];
      for (int row = 0; row < rows; row++) {
        column[row] = codes.of(field, row);
      }
      columns.add(column);
    }
    return columns;
  }

  private Clustering clustering(int rows, Codes codes) {
    List<int[]> columns = columns(rows, codes);
    return switch (columns.size()) {
      case 0 -> Clustering.independent(rows);
      case 1 -> Clustering.of(columns.get(0));
      default -> Clustering.of(columns.get(0), columns.get(1));
    };
  }
}
