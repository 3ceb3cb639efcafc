package dev.decorum.cli;

import dev.decorum.config.ConfigText;
import dev.decorum.config.OutputBounds;
import dev.decorum.config.TomlText;
import dev.decorum.config.Value;
import dev.decorum.failure.UsageException;
import dev.decorum.hub.ModelLocation;
import dev.decorum.hub.ModelReference;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.files.Sha256;
import dev.decorum.score.RunManifest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** The options that a configuration file sets. */
final class FileOptions {
  /** For all commands. */
  private static final String GENERAL = "";

  /** What would make a command trust more than its user knows of. */
  private static final Set<String> NOT_FOR_PROJECTS = Set.of("no-verify");

  /**
   * A configuration file.
   *
   * @param path where it is
   * @param name for messages
   * @param isOfProject whether it lies in the folder that somebody works in
   * @param folder the folder that names of files in it are relative to
   * @param home the user's home folder
   */
  record Place(Path path, String name, boolean isOfProject, Path folder, @Nullable Path home) {}

  private final Place place;
  private final byte[] content;
  private final boolean isTyped;
  private final CommandOptions commands;
  private final Map<String, Map<String, Value>> byCommand = new LinkedHashMap<>();

  private FileOptions(Place place, byte[] content, boolean isTyped, CommandOptions commands) {
    this.place = place;
    this.content = content;
    this.isTyped = isTyped;
    this.commands = commands;
  }

  /**
   * Reads a file: TOML if its name says so, and otherwise properties.
   *
   * @throws UsageException if it cannot be read, or sets what cannot be set
   */
  static FileOptions read(Place place, CommandOptions commands) {
    String text = ConfigText.read(place.path());
    boolean isToml = place.path().toString().endsWith(".toml");
    FileOptions options =
        new FileOptions(place, text.getBytes(StandardCharsets.UTF_8), isToml, commands);
    if (isToml) {
      options.addTable(GENERAL, TomlText.parse(text, place.name()));
    } else {
      options.addProperties(text);
    }
    return options;
  }

  Path path() {
    return place.path();
  }

  /** The file as it was read, for a manifest. */
  RunManifest.InputEntry entry() {
    return new RunManifest.InputEntry(place.name(), content.length, Sha256.of(content));
  }

  String name() {
    return place.name();
  }

  boolean isOfProject() {
    return place.isOfProject();
  }

  private void addTable(String command, Value.Table table) {
    table
        .values()
        .forEach(
            (key, value) -> {
              String below = command.isEmpty() ? key : command + "." + key;
              String dotted = command.isEmpty() ? key.replace('-', '.') : below;
              if (value instanceof Value.Table inner && commands.command(below) != null) {
                addTable(below, inner);
              } else if (value instanceof Value.Table inner && commands.command(dotted) != null) {
                addTable(dotted, inner);
              } else {
                add(command, key, value);
              }
            });
  }

  private void add(String command, String key, Value value) {
    List<OptionSpec> options =
        command.isEmpty()
            ? commands.options(key)
            : commands.option(command, key).map(List::of).orElse(List.of());
    if (options.isEmpty()) {
      throw error(value, unknown(command, key, value));
    }
    if (options.stream().allMatch(option -> OptionValue.complaint(option, value) != null)) {
      throw error(value, key + " " + OptionValue.complaint(options.get(0), value));
    }
    if (isOfProject()) {
      requireHarmless(key, value, options);
    }
    byCommand.computeIfAbsent(command, name -> new LinkedHashMap<>()).put(key, value);
  }

  private void requireHarmless(String key, Value value, List<OptionSpec> options) {
    if (NOT_FOR_PROJECTS.contains(key)) {
      throw error(value, key + " cannot be set by a project's file; type --" + key);
    }
    if (options.stream().noneMatch(OptionValue::isWritten)) {
      return;
    }
    Path folder = place.path().toAbsolutePath().getParent();
    for (String text : OptionValue.texts(value)) {
      if (folder == null || StandardOutput.NAME.equals(text)) {
        continue;
      }
      String complaint = OutputBounds.complaint(folder, path(expanded(text), value));
      if (complaint != null) {
        throw error(
            value,
            key
                + " = \""
                + text
                + "\" "
                + complaint
                + ", which may have come from anywhere; type --"
                + key
                + ", or set it in your own file");
      }
    }
  }

  private Path path(String text, Value value) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw error(value, "\"" + text + "\" is not the name of a file: " + e.getReason());
    }
  }

  private UsageException error(Value at, String message) {
    return new UsageException(place.name() + ":" + at.line() + ": " + message);
  }

  private String unknown(String command, String key, Value value) {
    TreeSet<String> known = new TreeSet<>(commands.keysOf(command));
    if (value instanceof Value.Table) {
      String prefix = command.isEmpty() ? "" : command + ".";
      for (String name : commands.commands()) {
        if (name.startsWith(prefix) && name.length() > prefix.length()) {
          known.add(name.substring(prefix.length()));
        }
      }
    }
    String near = near(key, known);
    if (value instanceof Value.Table && near.isEmpty()) {
      return "there is neither a command nor an option \"" + key + "\"";
    }
    if (command.isEmpty()) {
      return (value instanceof Value.Table ? "there is no command \"" : "there is no option \"")
          + key
          + "\""
          + near;
    }
    List<String> others =
        commands.options(key).stream()
            .map(option -> CommandOptions.words(CommandOptions.commandOf(option)))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    return CommandOptions.words(command)
        + " has no option \""
        + key
        + "\""
        + (others.isEmpty() ? near : "; it is one of " + String.join(", ", others));
  }

  private static String near(String key, Set<String> known) {
    return NearestName.of(key, known).map(name -> " (did you mean \"" + name + "\"?)").orElse("");
  }

  private void addProperties(String text) {
    Properties properties = new PropertiesOnce();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "the configuration file " + place.name() + " cannot be read: " + e.getMessage(), e);
    }
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      int dot = name.lastIndexOf('.');
      String command = dot < 0 ? GENERAL : name.substring(0, dot);
      String key = name.substring(dot + 1);
      boolean isKnown =
          command.isEmpty()
              ? !commands.options(key).isEmpty()
              : commands.option(command, key).isPresent();
      if (!isKnown) {
        throw new UsageException(
            place.name() + ": there is no option '" + name + "'" + nearProperty(command, key));
      }
      Value value = new Value.Single(Value.Kind.TEXT, properties.getProperty(name), 0);
      byCommand.computeIfAbsent(command, each -> new LinkedHashMap<>()).put(key, value);
    }
  }

  private String nearProperty(String command, String key) {
    if (commands.command(command) == null) {
      return NearestName.of(command, commands.commands())
          .map(name -> " (did you mean '" + name + "." + key + "'?)")
          .orElse("");
    }
    String prefix = command.isEmpty() ? "" : command + ".";
    return NearestName.of(key, commands.keysOf(command))
        .map(name -> " (did you mean '" + prefix + name + "'?)")
        .orElse("");
  }

  /**
   * Properties that refuse a repeated key, of which the later would silently replace the earlier.
   */
  private static final class PropertiesOnce extends Properties {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      if (containsKey(key)) {
        throw new IllegalArgumentException("'" + key + "' is given twice");
      }
      return super.put(key, value);
    }
  }

  /**
   * What the file sets an option to: for its command, for the command above it if that has the same
   * option, or for all commands.
   */
  Optional<Setting> find(OptionSpec option) {
    String command = CommandOptions.commandOf(option);
    Value own = command.isEmpty() ? null : value(command, option);
    int dot = command.lastIndexOf('.');
    if (own == null && dot > 0) {
      own = ofParent(command.substring(0, dot), option);
    }
    Value general = own == null ? value(GENERAL, option) : null;
    if (general != null && isTyped && OptionValue.complaint(option, general) != null) {
      // It is meant for another command's option of that name.
      general = null;
    }
    return Optional.ofNullable(own == null ? general : own).map(value -> setting(option, value));
  }

  /** The same option of two commands is a field of the same flags. */
  private @Nullable Value ofParent(String parent, OptionSpec option) {
    boolean isSame =
        CommandOptions.keys(option).stream()
            .flatMap(key -> commands.option(parent, key).stream())
            .anyMatch(other -> Objects.equals(other.userObject(), option.userObject()));
    return isSame ? value(parent, option) : null;
  }

  private @Nullable Value value(String command, OptionSpec option) {
    Map<String, Value> values = byCommand.getOrDefault(command, Map.of());
    for (String key : CommandOptions.keys(option)) {
      Value value = values.get(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private Setting setting(OptionSpec option, Value value) {
    List<String> texts = OptionValue.texts(value);
    if (isTyped && OptionValue.isFile(option)) {
      List<String> located = new ArrayList<>();
      for (String text : texts) {
        List<String> parts =
            OptionValue.isSplit(option) ? Arrays.asList(text.split(",")) : List.of(text);
        parts.forEach(part -> located.add(located(option, part)));
      }
      texts = located;
    }
    return new Setting(
        texts, value.line() == 0 ? name() : name() + ":" + value.line(), path(), isOfProject());
  }

  /** The name of a file as seen from the working directory. */
  private String located(OptionSpec option, String text) {
    if (text.isEmpty()
        || text.equals(StandardOutput.NAME)
        || (FormatterTemplates.named(text).isPresent()
            && CommandOptions.keys(option).contains("formatter"))) {
      return text;
    }
    try {
      String below = expanded(text);
      boolean isHere = place.folder().toString().isEmpty();
      Path path =
          place.folder().resolve(!isHere && below.startsWith("./") ? below.substring(2) : below);
      return option.type() == ModelLocation.class
              && ModelReference.parse(text).isPresent()
              && !Files.exists(place.path().resolveSibling(below))
          ? text
          : path.toString();
    } catch (InvalidPathException e) {
      return text;
    }
  }

  private String expanded(String text) {
    return text.startsWith("~/") && place.home() != null
        ? place.home().resolve(text.substring(2)).toString()
        : text;
  }
}
