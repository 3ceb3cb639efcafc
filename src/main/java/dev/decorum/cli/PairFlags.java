package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.rank.PairOptions;
import dev.decorum.run.PairRequest;
import dev.decorum.run.PlainNumber;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

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
              + " prompt, completion, label (kto), as JSON Lines, with the file, line, bot and id of each reply.")
  private PairRequest.@Nullable Kind kind;

  @Option(
      names = "--pairs-as",
      paramLabel = "FORM",
      defaultValue = "messages",
      description =
          "messages: lists of role and content; text: the text for the reward model, with the"
              + " formatter's slot for the reply (default: ${DEFAULT-VALUE}).")
  private Form form = Form.MESSAGES;

  @Option(
      names = "--pairing",
      paramLabel = "WHICH",
      defaultValue = "best_worst",
      description =
          "best_worst: one pair per context; all: every two replies that are far enough apart"
              + " (default: ${DEFAULT-VALUE}).")
  private Pairing pairing = Pairing.BEST_WORST;

  @Option(
      names = "--min-margin",
      paramLabel = "P",
      defaultValue = "0.1",
      description =
          "The least difference between chosen and rejected, in probability, or in reward if the"
              + " model gives rewards (default: ${DEFAULT-VALUE}).")
  private double minMargin = 0.1;

  @Option(
      names = "--min-chosen",
      paramLabel = "P",
      description =
          "Make no pair whose chosen reply scores below P, so that nothing poor is taught as good"
              + " (default: none).")
  private @Nullable Double minChosen;

  @Option(
      names = "--split",
      paramLabel = "SHARE",
      description =
          "Write two files, with this share of contexts for training and the others for validation:"
              + " -o pairs.jsonl gives pairs-train.jsonl and pairs-validation.jsonl. A context"
              + " stays in its file when others are added.")
  private @Nullable Double split;

  @Option(
      names = "--max-pairs",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "With --pairing all: at most N pairs per context, largest margins first (default:"
              + " ${DEFAULT-VALUE}).")
  private int maxPairs = 10;

  @Option(
      names = "--duplicate-threshold",
      paramLabel = "J",
      defaultValue = "0.8",
      description =
          "Use only the first of replies that share at least J of their four-letter sequences;"
              + " above 1, use all (default: ${DEFAULT-VALUE}).")
  private double duplicateThreshold = 0.8;

  @Option(
      names = "--no-length-guard",
      description =
          "Pair by scores only, even if chosen replies are then longer or shorter on" + " average.")
  private boolean noLengthGuard;

  @Option(
      names = "--include-text",
      description = "Show sample pairs with their texts in the report.")
  private boolean includeText;

  /**
   * @param typed the command as it was typed: a default from the environment or a configuration
   *     file may be for another run
   */
  PairRequest request(ParseResult typed) {
    if (kind != null && pairing != Pairing.ALL && typed.hasMatchedOption("--max-pairs")) {
      throw new UsageException(
          "--max-pairs has no effect here: best_worst makes one pair per context; add --pairing"
              + " all");
    }
    return new PairRequest(kind, form == Form.TEXT, options(), split, includeText);
  }

  private PairOptions options() {
    if (minMargin < 0) {
      throw new UsageException("--min-margin must be 0 or more, not " + PlainNumber.of(minMargin));
    }
    if (maxPairs < 1) {
      throw new UsageException("--max-pairs must be 1 or more, not " + maxPairs);
    }
    if (duplicateThreshold <= 0) {
      throw new UsageException(
          "--duplicate-threshold must be above 0, not " + PlainNumber.of(duplicateThreshold));
    }
    return new PairOptions(
        pairing == Pairing.ALL ? PairOptions.Pairing.ALL : PairOptions.Pairing.BEST_WORST,
        minMargin,
        minChosen == null ? Double.NEGATIVE_INFINITY : minChosen,
        maxPairs,
        duplicateThreshold,
        !noLengthGuard);
  }
}
