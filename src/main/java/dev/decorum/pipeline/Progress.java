package dev.decorum.pipeline;

import dev.decorum.score.ReusedRows;
import java.util.Objects;

/**
 * The progress of a run. Tokens are a better measure than rows, since a look-ahead is scored
 * longest first.
 *
 * @param rows the rows that have a score
 * @param tokens their tokens
 * @param tokensKnown the tokens of all windows so far, scored or not
 * @param reused those of the rows that had a score before
 */
public record Progress(long rows, long tokens, long tokensKnown, ReusedRows reused) {
  public Progress {
    Objects.requireNonNull(reused);
  }

  /** The share of the known tokens that have a score, 0 to 1. */
  public double shareOfKnown() {
    return tokensKnown == 0 ? 0 : (double) tokens / tokensKnown;
  }

  /** The rows that this run has computed. */
  public long rowsComputed() {
    return rows - reused.rows();
  }

  /** The share of the scored tokens that this run has computed, 0 to 1. */
  public double shareComputed() {
    return tokens == 0 ? 0 : (double) (tokens - reused.tokens()) / tokens;
  }
}
