package dev.decorum.cli;

import picocli.CommandLine.Option;

/** How much is said on stderr. */
final class Verbosity {

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing on stderr but errors and the demo model's warning.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more about what was understood and decided.")
  private boolean verbose;

  boolean isQuiet() {
    return quiet;
  }

  boolean isVerbose() {
    return verbose && !quiet;
  }
}
