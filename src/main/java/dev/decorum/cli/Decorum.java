package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.hub.HubSettings;
import dev.decorum.hub.ModelLocation;
import dev.decorum.report.TerminalText;
import dev.decorum.run.ModelRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
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
    mixinStandardHelpOptions = true,
    footer = {
      "  decorum inspect chats.jsonl               how an export is understood",
      "  decorum score chats.jsonl                 score with the bundled demo model",
      "  decorum compare old.csv new.csv           which bot version is more appropriate",
      "  decorum model pull " + ModelRequest.CHAI_MODEL + "   fetch the real model",
      "  decorum score -m " + ModelRequest.CHAI_MODEL + " chats/ -o scores.csv",
      "  decorum merge part-*.csv -o scores.csv    the shards of one input, as one file",
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
    exitCodeList = {
      "  0:done",
      "  1:done, but rows were rejected or a gate failed",
      "  2:wrong usage",
      "  3:an input, an output or a model is unusable",
      "  4:internal error",
      "  5:compare --gate: not enough data to decide",
      "130:interrupted"
    })
public final class Decorum implements Callable<Integer> {
  /** The commands, by what is typed for them. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("score", ScoreCommand.class);
    COMMANDS.put("merge", MergeCommand.class);
    COMMANDS.put("evaluate", EvaluateCommand.class);
    COMMANDS.put("compare", CompareCommand.class);
    COMMANDS.put("audit", AuditCommand.class);
    COMMANDS.put("rank", RankCommand.class);
    COMMANDS.put("report", ReportCommand.class);
    COMMANDS.put("train", TrainCommand.class);
    COMMANDS.put("inspect", InspectCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("show", ShowCommand.class);
    COMMANDS.put("model", ModelCommand.class);
    COMMANDS.put("bench", BenchCommand.class);
    COMMANDS.put("config", ConfigCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
    COMMANDS.put("generate-completion", BashCompletionCommand.class);
    COMMANDS.put("help", HelpCommand.class);
    COMMANDS.put("version", VersionCommand.class);
  }

  /** The commands that look at the options of all others. */
  private static final Set<String> LOOK_AT_ALL = Set.of("config", "doctor");

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private final StandardOutput output;
  private final Streams streams;

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

  @Option(
      names = "--no-pager",
      scope = ScopeType.INHERIT,
      description = "Print long text to the terminal without a pager.")
  private boolean noPager;

  private boolean failed;

  private Decorum(Streams streams, Map<String, String> environment) {
    this.output = new StandardOutput(streams.raw());
    Pager pager = new Pager(streams.terminal(), environment, () -> !noPager);
    this.streams = streams.withOut(output, pager);
  }

  /** Runs the command that {@code arguments} name and returns the exit code. */
  public static int run(String[] arguments, Streams streams) {
    return run(arguments, streams, System.getenv());
  }

  /** Whether {@code arguments} ask for help or for the version. */
  public static boolean isQuestion(String[] arguments) {
    return HelpRequest.in(arguments).isPresent();
  }

  static int run(String[] arguments, Streams streams, Map<String, String> environment) {
    return run(arguments, streams, environment, Path.of("").toAbsolutePath());
  }

  /** Looks for configuration files from {@code folder} upwards. */
  static int run(
      String[] arguments, Streams streams, Map<String, String> environment, Path folder) {
    Decorum program = new Decorum(streams, environment);
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

  private int execute(String[] arguments, Map<String, String> environment, Path folder)
      throws IOException {
    Optional<HelpRequest> help = HelpRequest.in(arguments);
    if (help.isPresent()) {
      noPager = List.of(arguments).contains("--no-pager");
      help.get().print(streams);
      return ExitCode.DONE;
    }
    CommandLine commandLine = model(environment, typedCommand(arguments));
    try {
      commandLine.setDefaultValueProvider(
          OptionDefaults.load(arguments, environment, folder, Decorum::wholeModel, commandLine));
    } catch (ParameterException e) {
      return usageError(e, arguments, "decorum config");
    }
    return commandLine.execute(arguments);
  }

  /** The command among some arguments; empty if there is none, or one that does not exist. */
  private static Optional<String> typedCommand(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--config")) {
        i++;
      } else if (!arguments[i].startsWith("-")) {
        return Optional.of(arguments[i])
            .filter(COMMANDS::containsKey)
            .filter(name -> !LOOK_AT_ALL.contains(name));
      }
    }
    return Optional.empty();
  }

  /** The model of all commands, to look at. */
  static CommandLine wholeModel() {
    return wholeModel(
        new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            false,
            false));
  }

  /** The model of all commands, without defaults from the environment or a file. */
  static CommandLine wholeModel(Streams streams) {
    return new Decorum(streams, Map.of()).model(Map.of(), Optional.empty());
  }

  /**
   * The command model.
   *
   * @param only the one command that is set up, which takes a fraction of the time of all; all if
   *     empty
   */
  private CommandLine model(Map<String, String> environment, Optional<String> only) {
    HubSettings hub = new HubSettings(environment);
    CommandLine commandLine =
        new CommandLine(this, new CommandFactory(streams, hub))
            .setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    for (Map.Entry<String, Class<?>> command : COMMANDS.entrySet()) {
      if (only.isEmpty() || only.get().equals(command.getKey())) {
        commandLine.addSubcommand(command.getKey(), command.getValue());
      }
    }
    commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        // "@chats.jsonl" is the name of a file, not of a list of options.
        .setExpandAtFiles(false)
        .registerConverter(Path.class, Decorum::file)
        .registerConverter(
            ModelLocation.class,
            typed -> {
              file(typed);
              return new ModelLocation(typed, hub);
            })
        .registerConverter(LocalDate.class, Decorum::date)
        .registerConverter(int.class, text -> whole(text, Integer::valueOf))
        .registerConverter(Integer.class, text -> whole(text, Integer::valueOf))
        .registerConverter(long.class, text -> whole(text, Long::valueOf))
        .registerConverter(Long.class, text -> whole(text, Long::valueOf))
        .registerConverter(double.class, Decorum::number)
        .registerConverter(Double.class, Decorum::number)
        .setExecutionStrategy(this::runLast)
        .setParameterExceptionHandler(this::usageError)
        .setExecutionExceptionHandler(
            (e, command, typed) ->
                e instanceof UsageException wrong
                    ? usageError(
                        new ParameterException(command, wrong.getMessage()),
                        typed.originalArgs().toArray(new String[0]))
                    : failure(e));
    CommandLine audit = commandLine.getSubcommands().get("audit");
    if (audit != null) {
      AuditCommand.makeRoomForSubcommands(audit.getCommandSpec());
    }
    return commandLine;
  }

  private int runLast(ParseResult typed) {
    MistypedArguments.refuse(typed);
    OptionDefaults.settle(typed, streams.err());
    return new RunLast().execute(typed);
  }

  private static <T> T whole(String typed, Function<String, T> parse) {
    // Java would accept digits of other scripts.
    if (!WHOLE.matcher(typed).matches()) {
      throw new TypeConversionException("'" + typed + "' is not a whole number");
    }
    try {
      return parse.apply(typed);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(typed + " is too large");
    }
  }

  private static double number(String typed) {
    // Java would accept 1d, 0x1p3 and Infinity.
    double number = NUMBER.matcher(typed).matches() ? Double.parseDouble(typed) : Double.NaN;
    if (Double.isNaN(number)) {
      throw new TypeConversionException("'" + typed + "' is not a number");
    }
    if (Double.isInfinite(number)) {
      throw new TypeConversionException(typed + " is too large");
    }
    return number;
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
    HelpRequest.of("decorum").printAsError(streams);
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
      throw new TypeConversionException("'" + typed + "' cannot be the name of a file");
    }
  }

  private int usageError(ParameterException e, String[] arguments) {
    return usageError(e, arguments, e.getCommandLine().getCommandSpec().qualifiedName());
  }

  /**
   * @param helpful the command whose help is of use
   */
  private int usageError(ParameterException e, String[] arguments, String helpful) {
    streams
        .err()
        .println(
            "decorum: "
                + TerminalText.harmless(UsageMessage.of(e, arguments) + OptionDefaults.origin(e)));
    streams.err().println("Try '" + helpful + " --help'.");
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
