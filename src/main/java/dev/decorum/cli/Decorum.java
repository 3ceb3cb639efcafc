package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.hub.HubSettings;
import dev.decorum.report.TerminalText;
import dev.decorum.run.ModelLocation;
import dev.decorum.run.ModelRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program: its commands, and how exceptions become messages and exit codes. */
@Command(
    name = "decorum",
    header = "Judges chat bots by their logs.",
    description = {
      "Scores conversations with a GPT-2 reward model: the probability that a user finds them"
          + " appropriate, and the difference from the platform's baseline. Not a word of them"
          + " leaves this machine."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum inspect chats.jsonl               how an export is understood, before it is scored",
      "  decorum score chats.jsonl                 score with the bundled demo model",
      "  decorum model pull " + ModelRequest.CHAI_MODEL + "   fetch the real model",
      "  decorum score -m " + ModelRequest.CHAI_MODEL + " chats/ -o scores.csv",
      "  decorum merge part-*.csv -o scores.csv    the shards of one input, as one file",
      "  decorum compare old.csv new.csv           which bot version is more appropriate",
      "  decorum evaluate labelled.jsonl           how good the model is on your labels",
      "  decorum rank candidates.jsonl --pairs dpo   the best replies, and preference pairs",
      "  decorum audit today/ --store audits.db --fail-if drift   nightly, by cron",
      "  decorum report scores.csv -o report.html  a report on scores, as a page",
      "  decorum explain chats.jsonl --id c42      why a conversation scores what it scores",
      "  decorum show chats.jsonl --limit 1        what the model sees",
      "  decorum train labelled.jsonl --validation-share 0.1 -o judge/   a model of your own",
      "  decorum bench                             how fast this machine is",
      "  decorum help score                        all options of a command",
      "",
      "Every option can come from the environment (--batch-tokens: DECORUM_BATCH_TOKENS) or from a",
      "project's decorum.toml (batch-tokens = 4096); the command line wins. See decorum config --help."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:done",
      "  1:done, but rows were rejected or a gate failed",
      "  2:wrong usage",
      "  3:an input, an output or a model is unusable",
      "  4:internal error",
      "  5:compare --gate: not enough data to decide",
      "130:interrupted"
    },
    subcommands = {
      ScoreCommand.class,
      MergeCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      AuditCommand.class,
      RankCommand.class,
      ReportCommand.class,
      TrainCommand.class,
      InspectCommand.class,
      ExplainCommand.class,
      ShowCommand.class,
      ModelCommand.class,
      BenchCommand.class,
      ConfigCommand.class,
      DoctorCommand.class,
      HelpCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Decorum implements Callable<Integer> {
  private final StandardOutput output;
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Read the values of options from FILE (.toml or .properties) instead of decorum.toml and"
              + " the user's own files.")
  @SuppressWarnings("UnusedVariable") // read ahead of parsing, by OptionDefaults
  private String config = "";

  @Option(
      names = "--no-config",
      scope = ScopeType.INHERIT,
      description = "Read the values of options from no file.")
  @SuppressWarnings("UnusedVariable") // read ahead of parsing, by OptionDefaults
  private boolean noConfig;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  private boolean failed;

  Decorum(Streams streams) {
    this.output = new StandardOutput(streams.out());
    this.streams = streams.withOut(streams.outIsTerminal() ? new TerminalOutput(output) : output);
  }

  /** Runs the command that {@code arguments} name and returns the exit code. */
  public static int run(String[] arguments, Streams streams) {
    return run(arguments, streams, System.getenv());
  }

  static int run(String[] arguments, Streams streams, Map<String, String> environment) {
    return run(arguments, streams, environment, Path.of("").toAbsolutePath());
  }

  /** Looks for configuration files from {@code folder} upwards. */
  static int run(
      String[] arguments, Streams streams, Map<String, String> environment, Path folder) {
    Decorum program = new Decorum(streams);
    try {
      int exitCode = program.execute(arguments, environment, folder);
      Optional<IOException> unsaid = program.failed ? Optional.empty() : program.output.failure();
      if (unsaid.isPresent()) {
        return program.failure(unsaid.get());
      }
      // To some commands, an input cut off by an interruption looks like a bad input.
      return exitCode != ExitCode.INTERRUPTED && Thread.currentThread().isInterrupted()
          ? program.failure(new InterruptedException())
          : exitCode;
    } catch (Throwable e) {
      // Java's errors, which picocli does not catch, and failures before it parses.
      program.debug |= List.of(arguments).contains("--debug");
      return program.failure(e);
    }
  }

  private int execute(String[] arguments, Map<String, String> environment, Path folder) {
    HubSettings hub = new HubSettings(environment);
    CommandLine commandLine =
        new CommandLine(this, new CommandFactory(streams, hub))
            // Help sets its own colours and prints no text from inputs.
            .setOut(new PrintWriter(output, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8))
            .setCaseInsensitiveEnumValuesAllowed(true)
            // "@chats.jsonl" is the name of a file, not of a list of options.
            .setExpandAtFiles(false)
            .registerConverter(Path.class, Decorum::file)
            .registerConverter(ModelLocation.class, text -> new ModelLocation(text, hub))
            .registerConverter(LocalDate.class, Decorum::date)
            .registerConverter(int.class, text -> whole(text, Integer::valueOf))
            .registerConverter(Integer.class, text -> whole(text, Integer::valueOf))
            .registerConverter(long.class, text -> whole(text, Long::valueOf))
            .registerConverter(Long.class, text -> whole(text, Long::valueOf))
            .setExecutionStrategy(this::runLast)
            .setParameterExceptionHandler(this::usageError)
            .setExecutionExceptionHandler(
                (e, command, result) ->
                    e instanceof UsageException wrong
                        ? usageError(new ParameterException(command, wrong.getMessage()), arguments)
                        : failure(e));
    AuditCommand.makeRoomForSubcommands(
        Objects.requireNonNull(commandLine.getSubcommands().get("audit")).getCommandSpec());
    OptionSections.install(commandLine);
    commandLine.setUsageHelpAutoWidth(true);
    try {
      commandLine.setDefaultValueProvider(
          OptionDefaults.load(arguments, environment, folder, commandLine));
    } catch (ParameterException e) {
      return usageError(e, arguments);
    }
    return commandLine.execute(arguments);
  }

  private int runLast(ParseResult typed) {
    OptionDefaults.settle(typed, streams.err());
    return new RunLast().execute(typed);
  }

  /** Refuses digits of other scripts, which Java would accept. */
  private static String ascii(String number) {
    if (number.chars().anyMatch(c -> c >= 0x80)) {
      throw new TypeConversionException("'" + number + "' is not a number");
    }
    return number;
  }

  private static <T> T whole(String number, Function<String, T> parse) {
    try {
      return parse.apply(ascii(number));
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + number + "' is not a whole number, or too large");
    }
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is not a date such as 2026-01-31");
    }
  }

  /** Without a command, prints the help. */
  @Override
  public Integer call() {
    command.commandLine().usage(streams.err());
    return ExitCode.USAGE;
  }

  /**
   * A file name as typed. An empty one comes from a variable that is not set and never means the
   * current folder.
   */
  private static Path file(String typed) {
    if (typed.isEmpty()) {
      throw new TypeConversionException("the name is empty");
    }
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "'" + typed + "' is not the name of a file: " + e.getReason());
    }
  }

  private int usageError(ParameterException e, String[] arguments) {
    streams.err().println("decorum: " + e.getMessage() + OptionDefaults.origin(e));
    CommandLine.UnmatchedArgumentException.printSuggestions(
        e, new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    streams
        .err()
        .println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private int failure(Throwable e) {
    failed = true;
    if (debug) {
      e.printStackTrace(streams.err());
    }
    Failure failure = Failure.of(e);
    if (!failure.message().isEmpty()) {
      boolean hint = failure.isUnknown() && !debug;
      streams
          .err()
          .println(
              "decorum: "
                  + TerminalText.harmless(failure.message())
                  + (hint ? " (--debug shows where)" : ""));
    }
    return failure.exitCode();
  }
}
