package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.rank.PairOptions;
import dev.decorum.run.PairRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for the training data that are made from a ranking. */
final class PairFlags {

  /** The form in which prompts and replies are written. */
  enum Form {
    MESSAGES,
    TEXT
  }

  /** The names of {@link PairOptions.Pairing} on the command line. */
  enum Pairing {
    BEST_WORST,
    ALL
  }

  @Option(
      names = "--pairs",
      paramLabel = "dpo|kto",
      description =
          "Write preference data for TRL instead of the ranking: prompt, chosen, rejected (dpo) or"
              + " prompt, completion, label (kto), as JSON Lines.")
  private PairRequest.@Nullable Kind kind;

  @Option(
      names = "--pairs-as",
      paramLabel = "FORM",
      defaultValue = "messages",
      description =
          "messages: lists of role and content; text: as the reward model saw it, with the"
              + " formatter's slot for the reply (default: ${DEFAULT-VALUE}).")
  private Form form = Form.MESSAGES;

  @Option(
      names = "--pairing",
      paramLabel = "WHICH",
      defaultValue = "best_worst",
      description =
          "best_worst: one pair a context; all: every two replies that are far enough apart"
              + " (default: ${DEFAULT-VALUE}).")
  private Pairing pairing = Pairing.BEST_WORST;

  @Option(
      names = "--min-margin",
      paramLabel = "P",
      defaultValue = "0.1",
      description =
          "Chosen and rejected differ by at least P in probability, or in reward where the model"
              + " gives rewards (default: ${DEFAULT-VALUE}).")
  private double minMargin = 0.1;

  @Option(
      names = "--max-pairs",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "With --pairing all: at most N pairs a context, largest margins first (default:"
              + " ${DEFAULT-VALUE}).")
  private int maxPairs = 10;

  @Option(
      names = "--duplicate-threshold",
      paramLabel = "J",
      defaultValue = "0.8",
      description =
          "Of replies that share at least J of their four-letter sequences only the first is used;"
              + " above 1: all are (default: ${DEFAULT-VALUE}).")
  private double duplicateThreshold = 0.8;

  @Option(
      names = "--no-length-guard",
      description = "Let scores alone decide, even if chosen replies are then longer, or shorter.")
  private boolean noLengthGuard;

  PairRequest request() {
    return new PairRequest(kind, form == Form.TEXT, options());
  }

  private PairOptions options() {
    try {
      return new PairOptions(
          pairing == Pairing.ALL ? PairOptions.Pairing.ALL : PairOptions.Pairing.BEST_WORST,
          minMargin,
          maxPairs,
          duplicateThreshold,
          !noLengthGuard);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }
}
