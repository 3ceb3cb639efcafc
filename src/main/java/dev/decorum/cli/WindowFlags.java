package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.run.WindowRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for the window that the model reads and the baseline of its scores. */
final class WindowFlags {
  @Option(
      names = "--formatter",
      paramLabel = "NAME|FILE",
      description =
          "The format of the text: pygmalion, vicuna, chatml, moderator, xlreward, empty, or a JSON"
              + " file of the six template fields (default: the model's own, otherwise"
              + " pygmalion).")
  private @Nullable String formatter;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = "Show the last N messages, or all (default: the model's own, otherwise 10).")
  private @Nullable String history;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Keep the last N tokens (default: 1024 or the model's limit).")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--turns",
      paramLabel = "WHICH",
      defaultValue = "last",
      description =
          "Write one row per conversation (last), after every bot message (bot) or after every"
              + " message (all) (default: ${DEFAULT-VALUE}).")
  private Turns turns = Turns.LAST;

  @Option(
      names = "--baseline",
      paramLabel = "P",
      description =
          "The probability that scores are compared with (default: the model's own, otherwise"
              + " 0.672; none for rewards; of a model that is trained, the share of its validation"
              + " data that is appropriate).")
  private @Nullable Double baseline;

  WindowRequest request() {
    if (formatter != null && (formatter.isBlank() || formatter.indexOf('\0') >= 0)) {
      throw new UsageException(
          "--formatter must be the name of a formatter or of a file, not '" + formatter + "'");
    }
    return new WindowRequest(formatter, messages(), maxTokens, turns, baseline);
  }

  private @Nullable Integer messages() {
    if (history == null) {
      return null;
    }
    if (history.equalsIgnoreCase("all")) {
      return WindowOptions.WHOLE_HISTORY;
    }
    try {
      int messages = Integer.parseInt(history);
      if (messages >= 1 && history.chars().allMatch(c -> c < 0x80)) {
        return messages;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new UsageException("--history must be 1 or more, or all, not '" + history + "'");
  }
}
