package dev.decorum.run;

import dev.decorum.rank.PairOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which training data are made of a ranking.
 *
 * @param kind what they are for; null where none are made
 * @param asText whether prompt and replies are written as the model saw them, not as messages
 * @param options which replies make pairs
 */
public record PairRequest(@Nullable Kind kind, boolean asText, PairOptions options) {

  /** What the pairs are for. */
  public enum Kind {
    /** Direct preference optimisation, and reward models: chosen and rejected side by side. */
    DPO,
    /** Kahneman-Tversky optimisation: replies by themselves, desirable or not. */
    KTO
  }

  public PairRequest {
    Objects.requireNonNull(options);
  }

  /** Whether any are made. */
  public boolean isWanted() {
    return kind != null;
  }
}
