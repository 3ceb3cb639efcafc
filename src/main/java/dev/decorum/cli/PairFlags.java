package dev.decorum.cli;

import dev.decorum.rank.PairOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which training data are made of a ranking. */
final class PairFlags {

  /** What the pairs are for. */
  enum Kind {
    /** Direct preference optimisation, and reward models: chosen and rejected side by side. */
    DPO,
    /** Kahneman-Tversky optimisation: replies by themselves, desirable or not. */
    KTO
  }

  /** How prompt and replies are written. */
  enum Form {
    MESSAGES,
    TEXT
  }

  /** Names of the command line for {@link PairOptions.Pairing}. */
  enum Pairing {
    BEST_WORST,
    ALL
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--pairs",
      paramLabel = "dpo|kto",
      description =
          "Write preference data for TRL instead of the ranking: prompt, chosen, rejected (dpo) or"
              + " prompt, completion, label (kto), as JSON Lines.")
  private @Nullable Kind kind;

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

  /** What the pairs are for; {@code null} where none are made. */
  @Nullable Kind kind() {
    return kind;
  }

  boolean asText() {
    return form == Form.TEXT;
  }

  PairOptions options() {
    try {
      return new PairOptions(
          pairing == Pairing.ALL ? PairOptions.Pairing.ALL : PairOptions.Pairing.BEST_WORST,
          minMargin,
          maxPairs,
          duplicateThreshold,
          !noLengthGuard);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
