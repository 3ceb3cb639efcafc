package dev.decorum.cli;

import dev.decorum.config.ConfigPlaces;
import dev.decorum.disk.UserFolders;
import dev.decorum.failure.UsageException;
import dev.decorum.score.RunManifest;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Supplies the values of options that are not on the command line: from the environment first
 * ({@code DECORUM_BATCH_TOKENS} for {@code --batch-tokens}), then from the project's configuration
 * file, then from the user's own.
 */
final class OptionDefaults implements IDefaultValueProvider {
  /** The command that says what is wrong with files, and goes on without them. */
  private static final String DOCTOR = "doctor";

  /** Commands whose results name the origin of each value. */
  private static final Set<String> SHOW_IT_THEMSELVES =
      Set.of("config", DOCTOR, "help", "generate-completion");

  /** What turns a verdict round is said with {@code -q}, too. */
  private static final Set<String> DECIDE_VERDICTS = Set.of("margin", "gate");

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]*");

  private final Map<String, String> environment;
  private final List<FileOptions> files;
  private final ConfigPlaces places;
  private final @Nullable String problem;

  private OptionDefaults(
      Map<String, String> environment, List<FileOptions> files, ConfigPlaces places) {
    this(environment, files, places, null);
  }

  private OptionDefaults(
      Map<String, String> environment,
      List<FileOptions> files,
      ConfigPlaces places,
      @Nullable String problem) {
    this.environment = environment;
    this.files = files;
    this.places = places;
    this.problem = problem;
  }

  /** The defaults of a command's program, if it has read them. */
  static Optional<OptionDefaults> of(CommandSpec command) {
    return command.commandLine().getDefaultValueProvider() instanceof OptionDefaults defaults
        ? Optional.of(defaults)
        : Optional.empty();
  }

  /** The files from which a command's defaults were read. */
  static List<Path> filesOf(CommandSpec command) {
    return of(command)
        .map(defaults -> defaults.files.stream().map(FileOptions::path).toList())
        .orElse(List.of());
  }

  /** Those of them that have set options of the command that was typed, for its manifest. */
  static List<RunManifest.InputEntry> configurationOf(CommandSpec command) {
    List<RunManifest.InputEntry> used = new ArrayList<>();
    of(command)
        .ifPresent(
            defaults -> {
              for (FileOptions file : defaults.files) {
                ParseResult typed = command.commandLine().getParseResult();
                if (!defaults.used(file, typed, Set.of()).isEmpty()) {
                  used.add(file.entry());
                }
              }
            });
    return used;
  }

  /**
   * Reads the files that apply: the one that {@code --config} or {@code DECORUM_CONFIG} names, or
   * the project's and the user's.
   *
   * @param workingDirectory an absolute path
   * @param wholeModel the model of all commands, which takes a while to set up
   * @throws ParameterException if a file cannot be read or sets what cannot be set
   */
  static OptionDefaults load(
      String[] arguments,
      Map<String, String> environment,
      Path workingDirectory,
      Supplier<CommandLine> wholeModel,
      CommandLine commandLine) {
    try {
      String named = named(arguments, environment);
      if (isWithout(arguments, environment)) {
        if (named(arguments, Map.of()) != null) {
          throw new UsageException("--config and --no-config contradict each other");
        }
        return new OptionDefaults(environment, List.of(), new ConfigPlaces(List.of()));
      }
      @Nullable Path home = UserFolders.home(environment).orElse(null);
      if (named != null) {
        Path file = path(named);
        Path folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        ConfigPlaces.Place only = new ConfigPlaces.Place(file, ConfigPlaces.Owner.USER, true, null);
        return new OptionDefaults(
            environment,
            List.of(
                FileOptions.read(
                    new FileOptions.Place(file, named, false, folder, home),
                    new CommandOptions(wholeModel.get()))),
            new ConfigPlaces(List.of(only)));
      }
      ConfigPlaces places = ConfigPlaces.find(workingDirectory, environment);
      List<FileOptions> files = new ArrayList<>();
      CommandOptions commands = null;
      for (ConfigPlaces.Place place : places.places()) {
        if (place.isUsed()) {
          if (commands == null) { // which takes a while to set up
            commands = new CommandOptions(wholeModel.get());
          }
          files.add(FileOptions.read(placed(place, workingDirectory, home), commands));
        }
      }
      return new OptionDefaults(environment, files, places);
    } catch (UsageException e) {
      if (arguments.length > 0 && arguments[0].equals(DOCTOR)) {
        return new OptionDefaults(
            environment, List.of(), new ConfigPlaces(List.of()), e.getMessage());
      }
      throw new ParameterException(commandLine, e.getMessage(), e);
    }
  }

  /** Why files cannot be used; null if they can. */
  @Nullable String problem() {
    return problem;
  }

  /** With short names of files where the working directory allows it. */
  private static FileOptions.Place placed(
      ConfigPlaces.Place place, Path workingDirectory, @Nullable Path home) {
    Path file = place.file();
    Path folder = Objects.requireNonNull(file.getParent());
    if (place.owner() == ConfigPlaces.Owner.PROJECT) {
      Path near = workingDirectory.relativize(folder);
      return new FileOptions.Place(
          file, near.resolve(ConfigPlaces.NAME).toString(), true, near, home);
    }
    return new FileOptions.Place(file, shortName(file, home), false, folder, home);
  }

  private static String shortName(Path file, @Nullable Path home) {
    return home != null && file.startsWith(home) ? "~/" + home.relativize(file) : file.toString();
  }

  private static Path path(String named) {
    try {
      return Path.of(named);
    } catch (InvalidPathException e) {
      throw new UsageException("'" + named + "' is not the name of a file: " + e.getReason(), e);
    }
  }

  private static @Nullable String named(String[] arguments, Map<String, String> environment) {
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      if (arguments[i].startsWith("--config=")) {
        return arguments[i].substring("--config=".length());
      }
      if (arguments[i].equals("--config") && i + 1 < arguments.length) {
        return arguments[i + 1];
      }
    }
    return environment.get("DECORUM_CONFIG");
  }

  private static boolean isWithout(String[] arguments, Map<String, String> environment) {
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      if (arguments[i].equals("--no-config")) {
        return true;
      }
    }
    return Boolean.parseBoolean(environment.get("DECORUM_NO_CONFIG"))
        && named(arguments, Map.of()) == null;
  }

  /** The files that were read, for people. */
  List<String> fileNames() {
    return files.stream().map(FileOptions::name).toList();
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Where files were looked for. */
  ConfigPlaces places() {
    return places;
  }

  /** What an option is set to if it is not typed. */
  Optional<Setting> find(OptionSpec option) {
    for (String key : CommandOptions.keys(option)) {
      String variable = CommandOptions.variable(key);
      String value = environment.get(variable);
      if (value != null) {
        return Optional.of(new Setting(List.of(value), "environment, " + variable, null, false));
      }
    }
    return files.stream().flatMap(file -> file.find(option).stream()).findFirst();
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? find(option).filter(found -> !isSetLater(option, found)).map(Setting::text).orElse(null)
        : null;
  }

  /** Several values cannot be told to the parser for an option that takes one at a time. */
  private static boolean isSetLater(OptionSpec option, Setting found) {
    return option.isMultiValue() && !OptionValue.isSplit(option) && found.values().size() > 1;
  }

  /**
   * Settles the options of the command that was typed, and says what files have changed of it: one
   * that happens to lie in a folder should not change results unnoticed.
   *
   * @throws ParameterException if an option does nothing
   */
  static void settle(ParseResult program, PrintStream err) {
    ParseResult typed = program;
    while (typed.hasSubcommand()) {
      typed = typed.subcommand();
    }
    Optional<OptionDefaults> defaults = of(typed.commandSpec());
    if (defaults.isPresent()) {
      defaults.get().setLists(typed);
    }
    Set<String> unused = IdleOptions.refuse(typed);
    if (defaults.isPresent()
        && !typed.isUsageHelpRequested()
        && !SHOW_IT_THEMSELVES.contains(typed.commandSpec().name())) {
      defaults.get().notices(typed, unused).forEach(line -> err.println("decorum: " + line));
    }
  }

  /** Sets the options that take one value at a time and are set to several by a file. */
  private void setLists(ParseResult typed) {
    for (OptionSpec option : typed.commandSpec().options()) {
      if (!typed.hasMatchedOption(option)) {
        find(option)
            .filter(found -> isSetLater(option, found))
            .ifPresent(found -> option.setValue(new ArrayList<>(found.values())));
      }
    }
  }

  /** What is said of files; of the user's own only where everything is. */
  private List<String> notices(ParseResult typed, Set<String> unused) {
    List<String> lines = new ArrayList<>();
    for (ConfigPlaces.Place place : places.places()) {
      if (place.setback() != null) {
        lines.add(place.file() + " is not used: " + place.setback() + "; --config names it");
      }
    }
    boolean isVerbose = isOn(typed, "--verbose");
    for (FileOptions file : files) {
      List<String> names = used(file, typed, unused);
      boolean isSaid = !isQuiet(typed) || names.stream().anyMatch(DECIDE_VERDICTS::contains);
      if (!names.isEmpty() && (file.isOfProject() ? isSaid : isVerbose)) {
        lines.add("options from " + file.name() + ": " + String.join(", ", names));
      }
    }
    return lines;
  }

  private List<String> used(FileOptions file, ParseResult typed, Set<String> unused) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : typed.commandSpec().options()) {
      if (!typed.hasMatchedOption(option)
          && !unused.contains(option.longestName())
          && find(option).filter(found -> file.path().equals(found.file())).isPresent()) {
        names.add(option.longestName().substring(2));
      }
    }
    return names;
  }

  private static boolean isOn(ParseResult typed, String name) {
    OptionSpec option = typed.commandSpec().findOption(name);
    return option != null && Boolean.TRUE.equals(option.getValue());
  }

  /** Whether the user has asked for quiet, which a project's file cannot do for its own line. */
  private boolean isQuiet(ParseResult typed) {
    return isOn(typed, "--quiet")
        && (typed.hasMatchedOption("--quiet")
            || find(typed.commandSpec().findOption("--quiet"))
                .filter(Setting::isOfProject)
                .isEmpty());
  }

  /**
   * Where a value that is complained of has come from, as the end of a message.
   *
   * @return empty if it was typed
   */
  static String origin(ParameterException e) {
    CommandLine command = e.getCommandLine();
    Optional<OptionDefaults> defaults = of(command.getCommandSpec());
    OptionSpec option = e.getArgSpec() instanceof OptionSpec named ? named : named(e, command);
    ParseResult typed = command.getParseResult();
    if (option == null || defaults.isEmpty() || (typed != null && typed.hasMatchedOption(option))) {
      return "";
    }
    return defaults.get().find(option).map(found -> " (" + found.origin() + ")").orElse("");
  }

  private static @Nullable OptionSpec named(ParameterException e, CommandLine command) {
    Matcher matcher = OPTION.matcher(String.valueOf(e.getMessage()));
    return matcher.find() ? command.getCommandSpec().findOption(matcher.group()) : null;
  }
}
