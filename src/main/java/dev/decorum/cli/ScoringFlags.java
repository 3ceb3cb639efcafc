package dev.decorum.cli;

import dev.decorum.run.RunContext;
import dev.decorum.run.ScoringRequest;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of all commands that may score conversations. */
final class ScoringFlags {
  /** Not {@code --baseline}, with which scores are compared wherever they come from. */
  private static final List<String> FOR_SCORING =
      List.of(
          "--model",
          "--appropriate-label",
          "--formatter",
          "--history",
          "--max-tokens",
          "--turns",
          "--device",
          "--precision",
          "--threads",
          "--batch-tokens",
          "--prefix-cache-mb");

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
    return context(
        new Notices(streams, verbosity, rejects.progress(), typedForScoring(command)), command);
  }

  /**
   * The options that were typed and say how conversations are scored. A default from the
   * environment or a configuration file is for whichever command has a use for it.
   */
  private static List<String> typedForScoring(CommandSpec command) {
    OptionSpec explain = command.findOption("--explain");
    if (explain != null && !Integer.valueOf(0).equals(explain.getValue())) {
      // Conversations behind score files are scored again, message by message.
      return List.of();
    }
    ParseResult typed = command.commandLine().getParseResult();
    return FOR_SCORING.stream().filter(typed::hasMatchedOption).toList();
  }

  /** The same without progress, for rows that are printed to a terminal as they are. */
  RunContext contextWithoutProgress(Streams streams, CommandSpec command) {
    return context(new Notices(streams, verbosity), command);
  }

  private static RunContext context(Notices notices, CommandSpec command) {
    return new RunContext(
        notices, OptionDefaults.filesOf(command), OptionDefaults.configurationOf(command));
  }
}
