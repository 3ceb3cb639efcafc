package dev.decorum.cli;

import dev.decorum.run.RunContext;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
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

  /** What is around a run of {@code command} that shows no progress of rows. */
  RunContext context(Streams streams, CommandSpec command) {
    return context(new Notices(streams, this), command);
  }

  /** What is around a run of {@code command}. */
  static RunContext context(Notices notices, CommandSpec command) {
    return new RunContext(
        notices,
        command.commandLine().getDefaultValueProvider() instanceof OptionDefaults defaults
            ? defaults.file().map(List::of).orElse(List.of())
            : List.of());
  }
}
