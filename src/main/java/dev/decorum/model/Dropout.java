package dev.decorum.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;

/**
 * The shares of numbers that are left out at random in training, each from 0 to 0.999.
 *
 * @param embedding of the sums of token and position vectors, {@code embd_pdrop} of {@code
 *     config.json}
 * @param residual of what attention and the feed-forward block add, {@code resid_pdrop}
 * @param attention of the attention weights, {@code attn_pdrop}
 */
public record Dropout(double embedding, double residual, double attention) {
  private static final double DEFAULT = 0.1;

  /** Below 1: all of it cannot be left out. */
  private static final double MOST = 0.999;

  public Dropout {
    for (double share : new double[] {embedding, residual, attention}) {
      if (!isShare(share)) {
        throw new IllegalArgumentException("dropout " + share);
      }
    }
  }

  /** The same share everywhere. */
  public static Dropout of(double share) {
    return new Dropout(share, share, share);
  }

  /** Whether a number can be the share that is left out. */
  public static boolean isShare(double share) {
    return share >= 0 && share <= MOST;
  }

  /** Reads the shares of {@code config.json}, each 0.1 by default. */
  static Dropout read(JsonFields config) {
    return new Dropout(
        share(config, "embd_pdrop"), share(config, "resid_pdrop"), share(config, "attn_pdrop"));
  }

  private static double share(JsonFields config, String name) {
    Double share = config.number(name, 0, MOST);
    return share == null ? DEFAULT : share;
  }

  void writeTo(ObjectNode config) {
    config.put("embd_pdrop", embedding);
    config.put("resid_pdrop", residual);
    config.put("attn_pdrop", attention);
  }
}
