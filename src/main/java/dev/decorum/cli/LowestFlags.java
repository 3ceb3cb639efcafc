package dev.decorum.cli;

import picocli.CommandLine.Option;

/** Flags for which conversations a report lists and whether it shows their texts. */
final class LowestFlags {
  @Option(
      names = "--lowest",
      paramLabel = "N",
      defaultValue = "50",
      description = "List the N lowest-scoring conversations (default: ${DEFAULT-VALUE}).")
  private int lowest = 50;

  @Option(
      names = "--include-text",
      description =
          "On a page (-o FILE.html), show the texts of these conversations, read again from the"
              + " inputs that were scored. Without it, a report has only ids.")
  private boolean includeText;

  @Option(
      names = "--explain",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "With --include-text, on a page: explain the scores of the N lowest of them, as decorum"
              + " explain does: the score after each message, and without it. Score files need the"
              + " --model, the formatter and the window that made them.")
  private int explain;

  int lowest() {
    return lowest;
  }

  boolean includesText() {
    return includeText;
  }

  int explains() {
    return explain;
  }
}
