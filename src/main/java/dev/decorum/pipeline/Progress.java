package dev.decorum.pipeline;

/**
 * The progress of a run. Tokens are a better measure than rows, since a look-ahead is scored
 * longest first.
 *
 * @param rows the rows that went through the model
 * @param tokens the tokens that went through the model
 * @param tokensKnown the tokens of all windows so far, scored or not
 */
public record Progress(long rows, long tokens, long tokensKnown) {

  /** The share of the known tokens that went through the model, 0 to 1. */
  public double shareOfKnown() {
    return tokensKnown == 0 ? 0 : (double) tokens / tokensKnown;
  }
}
