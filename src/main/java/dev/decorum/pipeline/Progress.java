package dev.decorum.pipeline;

/**
 * How far a run is. Tokens tell better than rows, since a look-ahead is scored longest first.
 *
 * @param rows rows that went through the model
 * @param tokens tokens that went through the model
 * @param tokensKnown tokens of all windows made so far, scored or not
 */
public record Progress(long rows, long tokens, long tokensKnown) {

  /** The share of what is known by now that went through the model, 0 to 1. */
  public double shareOfKnown() {
    return tokensKnown == 0 ? 0 : (double) tokens / tokensKnown;
  }
}
