package dev.decorum.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of all commands by the names that they have in configuration files: their long names
 * without dashes. Commands below a command have the names of both, with a dot between.
 */
final class CommandOptions {
  /** Options that are for a single run, or say where others come from. */
  private static final Set<String> NOT_CONFIGURABLE =
      Set.of("help", "version", "config", "no-config", "dry-run");

  private final Map<String, CommandSpec> commands = new LinkedHashMap<>();

  CommandOptions(CommandLine program) {
    add("", program);
  }

  private void add(String name, CommandLine command) {
    commands.put(name, command.getCommandSpec());
    String prefix = name.isEmpty() ? "" : name + ".";
    command.getSubcommands().forEach((word, below) -> add(prefix + word, below));
  }

  /** The names of an option, without its one-letter name. Empty if it cannot be configured. */
  static List<String> keys(OptionSpec option) {
    List<String> keys = new ArrayList<>();
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        keys.add(name.substring(2));
      }
    }
    return keys.stream().anyMatch(NOT_CONFIGURABLE::contains) ? List.of() : keys;
  }

  /** The environment variable that sets an option. */
  static String variable(String key) {
    return "DECORUM_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The environment variables that set options. */
  Set<String> variables() {
    TreeSet<String> variables = new TreeSet<>();
    keysOf("").forEach(key -> variables.add(variable(key)));
    return variables;
  }

  /** The command that an option belongs to, as in {@code audit.history}. */
  static String commandOf(OptionSpec option) {
    return nameOf(option.command());
  }

  /** The name of a command, as in {@code audit.history}; empty for the program. */
  static String nameOf(CommandSpec command) {
    return command.qualifiedName(".").replaceFirst("^decorum\\.?", "");
  }

  /** The command as it is typed. */
  static String words(String command) {
    return command.replace('.', ' ');
  }

  /** All commands. */
  Set<String> commands() {
    return commands.keySet();
  }

  @Nullable CommandSpec command(String name) {
    return commands.get(name);
  }

  /** The option of a command. */
  Optional<OptionSpec> option(String command, String key) {
    CommandSpec spec = commands.get(command);
    return spec == null
        ? Optional.empty()
        : spec.options().stream().filter(option -> keys(option).contains(key)).findFirst();
  }

  /** The options of that name, of any command. */
  List<OptionSpec> options(String key) {
    List<OptionSpec> found = new ArrayList<>();
    commands.keySet().forEach(command -> option(command, key).ifPresent(found::add));
    return found;
  }

  /** The names of all options of a command; of all commands for the program. */
  Set<String> keysOf(String command) {
    TreeSet<String> keys = new TreeSet<>();
    commands.forEach(
        (name, spec) -> {
          if (command.isEmpty() || name.equals(command)) {
            spec.options().forEach(option -> keys.addAll(keys(option)));
          }
        });
    return keys;
  }
}
