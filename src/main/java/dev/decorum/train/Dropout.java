package dev.decorum.train;

/**
 * The shares of numbers that are left out at random in training, each from 0 to below 1.
 *
 * @param embedding of the sums of token and position vectors, {@code embd_pdrop} of {@code
 *     config.json}
 * @param residual of what attention and the feed-forward block add, {@code resid_pdrop}
 * @param attention of the attention weights, {@code attn_pdrop}
 */
public record Dropout(double embedding, double residual, double attention) {

  /** None at all. */
  public static final Dropout NONE = new Dropout(0, 0, 0);

  /** GPT-2's. */
  public static final Dropout GPT2 = new Dropout(0.1, 0.1, 0.1);

  public Dropout {
    for (double share : new double[] {embedding, residual, attention}) {
      if (!(share >= 0 && share < 1)) {
        throw new IllegalArgumentException("dropout " + share);
      }
    }
  }
}
