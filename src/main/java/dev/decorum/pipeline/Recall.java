package dev.decorum.pipeline;

import dev.decorum.infer.Logits;
import dev.decorum.score.Journal;
import dev.decorum.score.KnownScores;
import dev.decorum.tokenize.TokenWindow;
import org.jspecify.annotations.Nullable;

/**
 * What a run need not compute.
 *
 * @param known what earlier runs computed: such windows are left out of the plan
 * @param journal keeps what this run computes. What it holds already, from this very run before it
 *     was interrupted, stays in the plan and is not computed again: since a float32 score depends
 *     on its plan by a last bit, only so the rest comes out as in an unbroken run. Null for none.
 */
public record Recall(KnownScores known, @Nullable Journal journal) {

  /** Everything is computed, and nothing kept. */
  public static final Recall NOTHING = new Recall(KnownScores.NONE, null);

  /**
   * What an earlier run computed for a window. A run that was interrupted may have passed its own
   * scores on already: the journal tells them apart.
   */
  @Nullable Logits known(TokenWindow window) {
    return journal != null && journal.find(window) != null ? null : known.find(window);
  }
}
