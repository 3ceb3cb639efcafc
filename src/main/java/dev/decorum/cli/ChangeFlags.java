package dev.decorum.cli;

import dev.decorum.run.ChangeRequest;
import picocli.CommandLine.Option;

/** Flags for the rows that a comparison lists, and their texts. */
final class ChangeFlags {
  @Option(
      names = "--changes",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "List the N pairs with the largest loss and the N with the largest gain (default:"
              + " ${DEFAULT-VALUE}). Rows that are not paired are listed by the first --cluster"
              + " field.")
  private int changes = 10;

  @Option(
      names = "--include-text",
      description =
          "Show both texts of these pairs, read again from the inputs that were scored. Without it,"
              + " a report has only ids.")
  private boolean includeText;

  ChangeRequest request() {
    return new ChangeRequest(changes, includeText);
  }
}
