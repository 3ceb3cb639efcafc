package dev.decorum.run;

import dev.decorum.rank.PairOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The training data that are made from a ranking.
 *
 * @param kind what the data are for; null for no training data
 * @param asText whether prompts and replies are written as formatted text instead of messages
 * @param options which replies make pairs
 */
public record PairRequest(@Nullable Kind kind, boolean asText, PairOptions options) {

  /** The method that the data train. */
  public enum Kind {
    /**
     * Direct preference optimisation, and reward models: a chosen and a rejected reply in each row.
     */
    DPO,
    /** Kahneman-Tversky optimisation: single replies, each desirable or not. */
    KTO
  }

  public PairRequest {
    Objects.requireNonNull(options);
  }

  /** Whether training data are made. */
  public boolean isWanted() {
    return kind != null;
  }
}
