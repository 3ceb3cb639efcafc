package dev.decorum.pipeline;

import dev.decorum.conversation.SampleId;
import dev.decorum.score.ConversationScore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts scores back into the order of their rows. Not thread-safe. */
final class OrderRestorer {
  private final Map<Long, ConversationScore> early = new HashMap<>();
  private final Set<Long> skipped = new HashSet<>();
  private long nextRow;

  void add(ConversationScore score) {
    early.put(score.id().row(), score);
  }

  /** Records that there will be no score with this id. */
  void skip(SampleId id) {
    skipped.add(id.row());
  }

  /** The next row's score, or null if it has not arrived yet. */
  @Nullable ConversationScore next() {
    while (skipped.remove(nextRow)) {
      nextRow++;
    }
    ConversationScore next = early.remove(nextRow);
    if (next != null) {
      nextRow++;
    }
    return next;
  }

  /** Makes sure that no score is left: a row without a score would have blocked all later ones. */
  void checkEmpty() {
    if (!early.isEmpty()) {
      throw new IllegalStateException(
          "row " + nextRow + " is missing; " + early.size() + " rows wait for it");
    }
  }
}
