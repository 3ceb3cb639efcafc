package dev.decorum.cli;

import dev.decorum.run.RunContext;
import dev.decorum.run.ScoringRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** The flags of all commands that may score conversations. */
final class ScoringFlags {
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags window = new WindowFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  InputFlags input() {
    return input;
  }

  boolean isQuiet() {
    return verbosity.isQuiet();
  }

  boolean writesRejects() {
    return rejects.writesFile();
  }

  ScoringRequest request(Streams streams) {
    return new ScoringRequest(
        input.request(streams),
        model.request(),
        window.request(),
        engine.request(),
        rejects.policy());
  }

  /** The context of a run of {@code command}, with the progress that was asked for. */
  RunContext context(Streams streams, CommandSpec command) {
    return context(new Notices(streams, verbosity, rejects.progress()), command);
  }

  /** The same without progress, for rows that are printed to a terminal. */
  RunContext contextWithoutProgress(Streams streams, CommandSpec command) {
    return context(new Notices(streams, verbosity), command);
  }

  private static RunContext context(Notices notices, CommandSpec command) {
    return new RunContext(notices, OptionDefaults.filesOf(command));
  }
}
