package dev.decorum.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which conversations a report lists, and whether it shows what was said in them. */
final class LowestFlags {
  private static final int MOST = 1_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--lowest",
      paramLabel = "N",
      defaultValue = "50",
      description = "List the N lowest-scoring conversations (default: ${DEFAULT-VALUE}).")
  private int lowest = 50;

  @Option(
      names = "--include-text",
      description =
          "Show what was said in them, read again from the inputs that were scored. Without it a"
              + " report holds ids only.")
  private boolean includeText;

  int lowest() {
    if (lowest < 0 || lowest > MOST) {
      throw new ParameterException(
          command.commandLine(), "--lowest is a number from 0 to 1,000, not " + lowest);
    }
    return lowest;
  }

  boolean includesText() {
    return includeText;
  }
}
