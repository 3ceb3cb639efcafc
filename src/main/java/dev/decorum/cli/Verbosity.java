package dev.decorum.cli;

import picocli.CommandLine.Option;

/** Flags for how much is printed to stderr. */
final class Verbosity {

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing on stderr but errors and the demo model's warning.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print more about what was understood and decided.")
  private boolean verbose;

  boolean isQuiet() {
    return quiet;
  }

  boolean isVerbose() {
    return verbose && !quiet;
  }
}
