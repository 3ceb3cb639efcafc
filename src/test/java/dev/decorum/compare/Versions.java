package dev.decorum.compare;

import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoreTables;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Versions made by hand; all of one maker share a codebook. */
final class Versions {
  private final ScoreTable.Codebook codebook;

  Versions(String... fields) {
    this.codebook = new ScoreTable.Codebook(List.of(fields));
  }

  Version of(String name, ScoredRow... rows) {
    return of(name, List.of(rows));
  }

  Version of(String name, List<ScoredRow> rows) {
    return new Version(name, ScoreTables.of(codebook, rows), Set.of());
  }

  /** A version whose rows are but ids. */
  Version withIds(String name, String... ids) {
    List<ScoredRow> rows = new ArrayList<>();
    for (String id : ids) {
      rows.add(row(id, rows.size()));
    }
    return of(name, rows);
  }

  static ScoredRow row(String id, double logit) {
    return ScoreTables.row(id, logit, null, Map.of());
  }

  static ScoredRow row(String id, double logit, String field, String value) {
    return ScoreTables.row(id, logit, null, Map.of(field, value));
  }

  static ComparisonOptions options(
      ComparisonOptions.Pairing pairing, List<String> cluster, List<String> by) {
    return new ComparisonOptions(0.672, 0.01, pairing, cluster, by, 10, new Resampling(1, 999));
  }

  static ComparisonOptions options() {
    return options(ComparisonOptions.Pairing.AUTO, List.of(), List.of());
  }
}
