package dev.decorum.cli;

import dev.decorum.config.ConfigPlaces;
import dev.decorum.failure.UsageException;
import dev.decorum.report.SettingRow;
import dev.decorum.report.SettingsJson;
import dev.decorum.report.SettingsText;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config}: shows what options are set to, and where. */
@Command(
    name = "config",
    description = {
      "Show what the options of a command, or of all commands, are set to by the environment and by"
          + " configuration files, and where.",
      "Files are decorum.toml, looked for from the working directory upwards, then"
          + " ~/.config/decorum/decorum.toml and ~/.decorum.properties. The command line comes"
          + " before the environment, and that before files; the nearest file wins, and in a file"
          + " the part for a command."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum config                     all that is set",
      "  decorum config score               what score uses if nothing is typed",
      "  decorum config audit history --all   with the options that have their usual values",
      "  decorum config --path              which files are looked for, and which are there",
      "",
      "In a decorum.toml, model = \"./chai-model\" is for all commands, and keep = [\"channel\","
          + " \"label\"] below a line [score] for that command."
    })
final class ConfigCommand implements Callable<Integer> {
  private static final String USUAL = "usual value";

  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command, as in 'score' or 'audit history' (default: all commands).")
  private List<String> words = List.of();

  @Option(
      names = "--all",
      description = "Also list options that are not set, with their usual values.")
  private boolean all;

  @Option(
      names = "--path",
      description = "List the files that are looked for instead, the nearest first.")
  private boolean paths;

  @Option(names = "--json", description = "Write JSON instead.")
  private boolean json;

  ConfigCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    OptionDefaults defaults = OptionDefaults.of(command).orElseThrow();
    write(paths ? placesText(defaults.places()) : settingsText(defaults));
    return ExitCode.DONE;
  }

  private String settingsText(OptionDefaults defaults) {
    CommandOptions commands = new CommandOptions(command.root().commandLine());
    String name = named(commands);
    List<SettingRow> rows = rows(commands, name, defaults);
    if (json) {
      return SettingsJson.settings(rows);
    }
    return rows.isEmpty()
        ? "Nothing is set; options have their usual values (--all lists them).\n"
        : text(SettingsText.lines(rows, streams.layout().forReading(), name.isEmpty()));
  }

  /** The command that was asked for; empty for all. */
  private String named(CommandOptions commands) {
    String name = String.join(".", words).replace(' ', '.');
    if (commands.command(name) == null) {
      throw new UsageException(
          "there is no command '"
              + String.join(" ", words)
              + "'"
              + NearestName.of(name, commands.commands())
                  .map(near -> "; did you mean '" + CommandOptions.words(near) + "'?")
                  .orElse(""));
    }
    return name;
  }

  /** What is set, with the commands for which it is set there. */
  private List<SettingRow> rows(CommandOptions commands, String name, OptionDefaults defaults) {
    Map<SettingRow, List<String>> found = new LinkedHashMap<>();
    for (String each : commands.commands()) {
      CommandSpec spec = commands.command(each);
      if (spec == null || each.isEmpty() || !(name.isEmpty() || name.equals(each))) {
        continue;
      }
      for (OptionSpec option : spec.options()) {
        row(option, defaults)
            .ifPresent(
                row ->
                    found
                        .computeIfAbsent(row, key -> new ArrayList<>())
                        .add(CommandOptions.words(each)));
      }
    }
    List<SettingRow> rows = new ArrayList<>();
    found.forEach(
        (row, users) -> rows.add(new SettingRow(row.option(), row.values(), row.origin(), users)));
    return rows;
  }

  private Optional<SettingRow> row(OptionSpec option, OptionDefaults defaults) {
    if (CommandOptions.keys(option).isEmpty()) {
      return Optional.empty();
    }
    String name = option.longestName().substring(2);
    Optional<Setting> set = defaults.find(option);
    if (set.isPresent()) {
      return set.map(found -> new SettingRow(name, found.values(), found.origin(), List.of()));
    }
    if (!all) {
      return Optional.empty();
    }
    String usual = option.defaultValue();
    return Optional.of(
        usual == null
            ? new SettingRow(name, List.of(), "", List.of())
            : new SettingRow(name, List.of(usual), USUAL, List.of()));
  }

  private String placesText(ConfigPlaces places) {
    if (json) {
      return SettingsJson.places(places);
    }
    List<String> lines = new ArrayList<>();
    for (ConfigPlaces.Place place : places.places()) {
      String state = place.isUsed() ? "used     " : place.isFound() ? "not used " : "not there";
      lines.add(
          state
              + "  "
              + place.file()
              + (place.setback() == null ? "" : ", because " + place.setback()));
    }
    return lines.isEmpty() ? "No files are read: --no-config.\n" : text(lines);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  private void write(String text) throws Exception {
    try (OutputStream out = json ? streams.lasting().exact() : streams.lasting().pages()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
