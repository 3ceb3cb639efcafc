package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.rank.PairOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The training data that are made from a ranking.
 *
 * @param kind what the data are for; null for no training data
 * @param asText whether prompts and replies are written as formatted text instead of messages
 * @param options which replies make pairs
 * @param split the share of contexts that go to a file for training, the others to one for
 *     validation; null for one file
 * @param includeText whether the report shows sample pairs with their texts
 */
public record PairRequest(
    @Nullable Kind kind,
    boolean asText,
    PairOptions options,
    @Nullable Double split,
    boolean includeText) {

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
    if (split != null && !(split > 0 && split < 1)) {
      throw new UsageException(
          "--split must be the share of contexts for training, between 0 and 1, not "
              + PlainNumber.of(split));
    }
    if (kind == null) {
      requirePairsFor("--split", split != null);
      requirePairsFor("--min-chosen", options.hasMinChosen());
      requirePairsFor("--include-text", includeText);
    }
  }

  private static void requirePairsFor(String option, boolean isGiven) {
    if (isGiven) {
      throw new UsageException(
          option + " is about preference pairs: add --pairs dpo or --pairs kto");
    }
  }

  /** Whether training data are made. */
  public boolean isWanted() {
    return kind != null;
  }
}
