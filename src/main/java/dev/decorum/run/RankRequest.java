package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.score.ScoredRow;
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
 * @param output where the ranking or the training data go
 */
public record RankRequest(
    ScoringRequest scoring,
    @Nullable String group,
    boolean onlyBest,
    List<String> by,
    List<String> cluster,
    PairRequest pairs,
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
