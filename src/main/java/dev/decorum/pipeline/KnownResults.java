package dev.decorum.pipeline;

import dev.decorum.infer.Logits;
import dev.decorum.score.Journal;
import dev.decorum.score.KnownScores;
import dev.decorum.tokenize.TokenWindow;
import org.jspecify.annotations.Nullable;

/**
 * The logits that a run need not compute.
 *
 * @param known logits of earlier runs, whose windows are left out of the plan
 * @param journal stores what this run computes; null for none. Windows that are in it already, from
 *     before this run was interrupted, stay in the plan but are not computed again. Since the last
 *     bit of a float32 score may depend on the plan, only this gives the other windows the same
 *     scores as in an uninterrupted run.
 */
public record KnownResults(KnownScores known, @Nullable Journal journal) {

  /** Nothing is known, and nothing is stored. */
  public static final KnownResults NOTHING = new KnownResults(KnownScores.NONE, null);

  /**
   * The logits that an earlier run computed for a window. An interrupted run may have stored its
   * own scores already, which the journal identifies.
   */
  @Nullable Logits known(TokenWindow window) {
    return journal != null && journal.find(window) != null ? null : known.find(window);
  }
}
