package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.score.ScoredRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which replies compete, and what is made of their ranking.
 *
 * @param group the field whose equal values are one context; null where a row holds all replies
 * @param onlyBest whether only the best reply to each context is written
 * @param by fields by whose values replies are looked at apart
 * @param cluster none, one or two fields whose equal values hang together
 * @param pairs the training data that are written in the place of the ranking, if any
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

  /** Fields that are looked at in every row, besides those that are kept for the output. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(cluster);
    fields.addAll(by);
    return fields;
  }

  /** Fields that are to be read besides those that are kept and those of every row. */
  Set<String> furtherFields() {
    Set<String> further = fields();
    if (group != null) {
      further.add(group);
    }
    further.removeAll(ScoredRow.OWN_FIELDS);
    return further;
  }
}
