package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.report.PairsWriter;
import dev.decorum.score.ScoredRow;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to rank replies to the same contexts.
 *
 * @param group the field whose equal values mean the same context; null if each row has all replies
 *     to its context
 * @param onlyBest whether only the best reply to each context is written
 * @param by the fields by whose values results are broken down
 * @param cluster none, one or two fields whose equal values make clusters
 * @param pairs the training data that are written instead of the ranking, if any
 * @param cache the store of scores of earlier runs; null for none
 * @param output where the ranking or the training data go
 */
public record RankRequest(
    ScoringRequest scoring,
    @Nullable String group,
    boolean onlyBest,
    List<String> by,
    List<String> cluster,
    PairRequest pairs,
    @Nullable Path cache,
    OutputRequest output,
    PageOutput page) {
  public RankRequest {
    Objects.requireNonNull(scoring);
    by = List.copyOf(new LinkedHashSet<>(by));
    cluster = List.copyOf(cluster);
    Objects.requireNonNull(output);
    Objects.requireNonNull(page);
    if (pairs.isWanted() && onlyBest) {
      throw new UsageException("--best-of writes a ranking, --pairs writes pairs: choose one");
    }
    if (pairs.split() != null && output.file() == null) {
      throw new UsageException("--split writes two files: name them with -o FILE");
    }
    if (pairs.kind() != null) {
      requireRoom(pairs.kind(), output.keep());
    }
  }

  private static void requireRoom(PairRequest.Kind kind, List<String> keep) {
    Set<String> own =
        kind == PairRequest.Kind.DPO ? PairsWriter.OF_REPLIES : PairsWriter.OF_UNPAIRED_REPLIES;
    for (String field : keep) {
      if (own.contains(field)) {
        throw new UsageException(
            "--keep "
                + field
                + ": pairs have a column "
                + (kind == PairRequest.Kind.DPO ? "chosen_" : "")
                + field
                + " of their own; leave it out");
      }
    }
  }

  /** The fields that are read from every row, in addition to those kept for the output. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(cluster);
    fields.addAll(by);
    return fields;
  }

  /** The fields to read in addition to kept ones and those that every row has. */
  Set<String> furtherFields() {
    Set<String> further = fields();
    if (group != null) {
      further.add(group);
    }
    further.removeAll(ScoredRow.OWN_FIELDS);
    return further;
  }
}
