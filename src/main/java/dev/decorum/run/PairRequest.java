package dev.decorum.run;

import dev.decorum.rank.PairOptions;
import java.util.Objects;

/**
 * Which training data are made of a ranking.
 *
 * @param kind what they are for
 * @param asText whether prompt and replies are written as the model saw them, not as messages
 * @param options which replies make pairs
 */
public record PairRequest(Kind kind, boolean asText, PairOptions options) {

  /** What the pairs are for. */
  public enum Kind {
    /** Direct preference optimisation, and reward models: chosen and rejected side by side. */
    DPO,
    /** Kahneman-Tversky optimisation: replies by themselves, desirable or not. */
    KTO
  }

  public PairRequest {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(options);
  }
}
