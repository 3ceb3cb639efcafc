package dev.decorum.cli;

import dev.decorum.disk.UserFolders;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Supplies the values of options that are not on the command line: from the environment first
 * ({@code DECORUM_BATCH_TOKENS} for {@code --batch-tokens}), then from a properties file ({@code
 * batch-tokens}, or {@code score.batch-tokens} for a single command).
 */
final class OptionDefaults implements IDefaultValueProvider {
  private static final String FILE = ".decorum.properties";
  private static final Set<String> NOT_CONFIGURABLE = Set.of("help", "version", "config");
  private static final int MAX_BYTES = 1 << 20;

  private final Map<String, String> environment;
  private final Properties properties;
  private final @Nullable Path file;

  private OptionDefaults(
      Map<String, String> environment, Properties properties, @Nullable Path file) {
    this.environment = environment;
    this.properties = properties;
    this.file = file;
  }

  /** The file from which a command's defaults were read, if any. */
  static List<Path> filesOf(CommandSpec command) {
    return command.commandLine().getDefaultValueProvider() instanceof OptionDefaults defaults
            && defaults.file != null
        ? List.of(defaults.file)
        : List.of();
  }

  /**
   * Reads the file that {@code --config} or {@code DECORUM_CONFIG} names, or {@code
   * ~/.decorum.properties} if there is one.
   *
   * @param wholeModel the model of all commands, which takes a while to set up
   * @throws ParameterException if the file cannot be read or names an option that does not exist
   */
  static OptionDefaults load(
      String[] arguments,
      Map<String, String> environment,
      Supplier<CommandLine> wholeModel,
      CommandLine commandLine) {
    String named = named(arguments, environment);
    Path file =
        named == null
            ? UserFolders.home(environment).map(home -> home.resolve(FILE)).orElse(null)
            : Path.of(named);
    Properties properties = new PropertiesOnce();
    if (file != null && (named != null || Files.exists(file))) {
      try {
        properties.load(new StringReader(text(file)));
      } catch (IOException e) {
        throw unreadable(commandLine, file, Failure.reason(e));
      } catch (IllegalArgumentException e) {
        throw unreadable(commandLine, file, e.getMessage());
      }
    }
    TreeSet<String> known = new TreeSet<>();
    if (!properties.isEmpty()) {
      collectNames(wholeModel.get(), "", known);
    }
    for (String key : properties.stringPropertyNames()) {
      if (!known.contains(key)) {
        throw new ParameterException(commandLine, file + ": there is no option '" + key + "'");
      }
    }
    return new OptionDefaults(environment, properties, file);
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

  private static ParameterException unreadable(
      CommandLine commandLine, Path file, @Nullable String reason) {
    return new ParameterException(
        commandLine, "the configuration file " + file + " cannot be read: " + reason);
  }

  /**
   * Refuses pipes, which would block without a writer, and reads 1 MiB at most, since some devices
   * never end.
   */
  private static String text(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new IOException("it is a folder");
    }
    if (attributes.isOther() && !file.toAbsolutePath().startsWith("/dev")) {
      throw new IOException("it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
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

  private static void collectNames(CommandLine command, String prefix, Set<String> names) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      String name = key(option);
      if (!NOT_CONFIGURABLE.contains(name)) {
        names.add(name);
        names.add(prefix + name);
      }
    }
    command
        .getSubcommands()
        .forEach((name, subcommand) -> collectNames(subcommand, prefix + name + ".", names));
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || NOT_CONFIGURABLE.contains(key(option))) {
      return null;
    }
    String key = key(option);
    String variable = "DECORUM_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    String fromEnvironment = environment.get(variable);
    if (fromEnvironment != null) {
      return fromEnvironment;
    }
    String ofCommand = option.command().qualifiedName(".").replaceFirst("^decorum\\.?", "");
    String own = ofCommand.isEmpty() ? null : properties.getProperty(ofCommand + "." + key);
    return own == null ? properties.getProperty(key) : own;
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }
}
