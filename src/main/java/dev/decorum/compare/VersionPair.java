package dev.decorum.compare;

import dev.decorum.score.ScoreTable;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MannWhitney;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Means;
import dev.decorum.stats.ShareDifference;

/**
 * Two versions and their rows, in pairs or not. Where rows are paired, the i-th row of the
 * reference belongs to the i-th of the candidate; else the rows of both stand one behind the other.
 */
final class VersionPair {
  private final Version reference;
  private final Version candidate;
  private final ComparisonOptions options;
  private final Matching matching;
  private final ScoreTable referenceRows;
  private final ScoreTable candidateRows;

  VersionPair(Version reference, Version candidate, ComparisonOptions options) {
    this.reference = reference;
    this.candidate = candidate;
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

  private String purpose() {
    return reference.name() + " against " + candidate.name();
  }

  /** The comparison; its verdict waits for the other pairs. */
  PairComparison compare() {
    return new PairComparison(
        reference.name(),
        candidate.name(),
        matching,
        difference(purpose()),
        Double.NaN,
        shareBelowDifference(),
        superiority(),
        Verdict.INCONCLUSIVE);
  }

  /**
   * The difference of mean scores.
   *
   * @param purpose so that it draws random numbers of its own
   */
  MeanDifference difference(String purpose) {
    if (!isPaired()) {
      return MeanDifference.unpaired(
          stacked(false), inCandidate(), stackedClustering(), options.resampling(), purpose);
    }
    double[] differences = new double[referenceRows.size()];
    for (int row = 0; row < differences.length; row++) {
      differences[row] = candidateRows.value(row) - referenceRows.value(row);
    }
    return MeanDifference.paired(differences, pairedClustering(), options.resampling(), purpose);
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

  /** A pair belongs where its reference row does, or its other row if that one says nothing. */
  private Clustering pairedClustering() {
    return clustering(
        referenceRows.size(),
        (field, row) -> {
          int code = referenceRows.code(field, row);
          return code == ScoreTable.NO_VALUE ? candidateRows.code(field, row) : code;
        });
  }

  private Clustering stackedClustering() {
    int first = referenceRows.size();
    return clustering(
        first + candidateRows.size(),
        (field, row) ->
            row < first ? referenceRows.code(field, row) : candidateRows.code(field, row - first));
  }

  /** The code of a row's value in a field. */
  @FunctionalInterface
  private interface Codes {
    int of(String field, int row);
  }

  private Clustering clustering(int rows, Codes codes) {
    int[][] columns = new int[options.clusterFields().size()][rows];
    for (int way = 0; way < columns.length; way++) {
      for (int row = 0; row < rows; row++) {
        columns[way][row] = codes.of(options.clusterFields().get(way), row);
      }
    }
    return switch (columns.length) {
      case 0 -> Clustering.independent(rows);
      case 1 -> Clustering.of(columns[0]);
      default -> Clustering.of(columns[0], columns[1]);
    };
  }
}
