package dev.decorum.cli;

import dev.decorum.inspect.Inspector;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.Layouts;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.options.LabelWords;
import dev.decorum.read.text.Role;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is read, and how. */
final class InputFlags {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description = {
        "Files, directories, globs or - for standard input; .gz, .zst, .bz2, .xz, .zip, .tar and"
            + " Parquet are read as they are."
      })
  private List<String> inputs = List.of();

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "The layout of the inputs, or auto to tell it from their fields (default:"
              + " ${DEFAULT-VALUE}); one of ${COMPLETION-CANDIDATES}.",
      completionCandidates = LayoutNames.class)
  private String format = "auto";

  @Option(
      names = "--map",
      paramLabel = "FIELD=COLUMN",
      split = ",",
      description = {
        "Where a field is called otherwise: id, text, label, bot_name, user_name, memory, prompt,"
            + " messages, candidates, reply, system, sender, message, timestamp. COLUMN may be a"
            + " path such as choices[0].message.content. May be repeated."
      })
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--keep",
      paramLabel = "FIELD",
      split = ",",
      description = "Fields of the input row to carry into the score row.")
  private List<String> keep = List.of();

  @Option(
      names = "--bot-name",
      paramLabel = "NAME",
      description =
          "The bot's name where the input has none (default: Bot); a speaker of this name is the"
              + " bot.")
  private @Nullable String botName;

  @Option(
      names = "--user-name",
      paramLabel = "NAME",
      description =
          "The user's name where the input has none (default: You); a speaker of this name is the"
              + " user.")
  private @Nullable String userName;

  @Option(
      names = "--roles",
      paramLabel = "SIDE=WORD",
      split = ",",
      description = {
        "Which side a word of the input stands for: user=caller,bot=advisor. Sides are user, bot,"
            + " system and omitted. May be repeated."
      })
  private List<String> roles = List.of();

  @Option(
      names = "--encoding",
      paramLabel = "CHARSET",
      description =
          "The encoding of text files, for example windows-1252 (default: told from a byte order"
              + " mark, else UTF-8).")
  private @Nullable String encoding;

  @Option(
      names = "--positive",
      paramLabel = "WORD",
      split = ",",
      description = {
        "Labels that mean appropriate, if not 1 and true; without --negative, every other label"
            + " means inappropriate."
      })
  private List<String> positive = List.of();

  @Option(
      names = "--negative",
      paramLabel = "WORD",
      split = ",",
      description = "Labels that mean inappropriate; any that is in neither list is refused.")
  private List<String> negative = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Read at most N rows of input; of several replies to one context, each counts.")
  private long limit = Long.MAX_VALUE;

  private boolean labelsNeeded;

  List<String> inputs() {
    return inputs;
  }

  /** Makes a label that is none an error, for a command that is about labels. */
  void needLabels() {
    labelsNeeded = true;
  }

  List<String> keep() {
    return keep;
  }

  long limit() {
    if (limit < 0) {
      throw new ParameterException(command.commandLine(), "--limit must not be negative");
    }
    return limit;
  }

  LabelWords labelWords() {
    if (positive.isEmpty() && negative.isEmpty()) {
      return LabelWords.standard();
    }
    if (positive.isEmpty()) {
      throw new ParameterException(command.commandLine(), "--negative needs --positive");
    }
    try {
      return new LabelWords(new LinkedHashSet<>(positive), new LinkedHashSet<>(negative));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** The column of the label, where the user says which; {@code null} for the usual ones. */
  @Nullable String labelColumn() {
    return columns.get("label");
  }

  /** The files behind the inputs, by name. */
  List<String> inputFiles() {
    return InputFiles.files(inputs).stream().map(InputFile::name).toList();
  }

  ConversationSource open(InputStream standardInput, Notices notices) {
    return open(inputs, List.of(), false, standardInput, notices);
  }

  /**
   * Opens some of the inputs.
   *
   * @param further fields to keep besides those that the user names
   */
  ConversationSource open(
      List<String> some, Collection<String> further, InputStream standardInput, Notices notices) {
    return open(some, further, false, standardInput, notices);
  }

  /** The same, where each of several swipes may be read as a reply of its own. */
  ConversationSource open(
      List<String> some,
      Collection<String> further,
      boolean withSwipes,
      InputStream standardInput,
      Notices notices) {
    return ConversationSource.open(
        some, options(further, withSwipes), standardInput, new Listener(notices));
  }

  /** Opens the inputs for somebody who wants to know how they are understood. */
  ConversationSource open(InputStream standardInput, Inspector inspector) {
    return ConversationSource.open(
        inputs, options(List.of(), false), standardInput, inspector, inspector);
  }

  /** The layout that was named; {@code auto} for none. */
  String format() {
    return format;
  }

  /** What is to be typed to have the same inputs understood in the same way. */
  List<String> typed() {
    List<String> words = new ArrayList<>();
    for (String input : inputs) {
      words.add(input.startsWith("-") && input.length() > 1 ? "./" + input : input);
    }
    if (!format.equals(InputOptions.AUTO)) {
      words.add("--input-format");
      words.add(format);
    }
    add(words, "--map", columns.entrySet().stream().map(Object::toString).toList());
    add(words, "--roles", roles);
    add(words, "--bot-name", botName == null ? List.of() : List.of(botName));
    add(words, "--user-name", userName == null ? List.of() : List.of(userName));
    add(words, "--encoding", encoding == null ? List.of() : List.of(encoding));
    add(words, "--keep", keep);
    add(words, "--positive", positive);
    add(words, "--negative", negative);
    return words;
  }

  private static void add(List<String> words, String option, List<String> values) {
    if (!values.isEmpty()) {
      String value = String.join(",", values);
      // A value that begins like an option would be taken for one.
      if (value.startsWith("-")) {
        words.add(option + "=" + value);
      } else {
        words.add(option);
        words.add(value);
      }
    }
  }

  private InputOptions options(Collection<String> further, boolean withSwipes) {
    Set<String> kept = new LinkedHashSet<>(keep);
    kept.addAll(further);
    try {
      return InputOptions.defaults()
          .withLayout(Layouts.required(format))
          .withColumns(columns)
          .withRoleWords(roleWords())
          .withEncoding(charset())
          .withKeep(List.copyOf(kept))
          .withSwipes(withSwipes)
          .withBotName(botName)
          .withUserName(userName)
          .withLabelWords(labelWords())
          .withLabelsNeeded(labelsNeeded || !positive.isEmpty());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private Map<String, Role> roleWords() {
    Map<String, Role> words = new LinkedHashMap<>();
    for (String each : roles) {
      int equals = each.indexOf('=');
      Role role = equals < 0 ? null : side(each.substring(0, equals));
      if (role == null || equals == each.length() - 1) {
        throw new IllegalArgumentException(
            "--roles " + each + " is not of the form SIDE=WORD with a side of " + sides());
      }
      Role before = words.put(each.substring(equals + 1), role);
      if (before != null && before != role) {
        throw new IllegalArgumentException(
            "--roles gives two sides to \"" + each.substring(equals + 1) + "\"");
      }
    }
    return words;
  }

  private static @Nullable Role side(String name) {
    for (Role role : Role.values()) {
      if (role.name().equalsIgnoreCase(name.strip())) {
        return role;
      }
    }
    return null;
  }

  private static String sides() {
    return "user, bot, system or omitted";
  }

  private @Nullable Charset charset() {
    if (encoding == null) {
      return null;
    }
    try {
      return Charset.forName(encoding);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unknown encoding \"" + encoding + "\"", e);
    }
  }

  /** The names of layouts, for completion. */
  static final class LayoutNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Layouts.names().iterator();
    }
  }

  /** Opens inputs for a command that has no flags for their format. */
  static ConversationSource openAsTheyAre(
      List<String> inputs, InputStream standardInput, Notices notices) {
    return ConversationSource.open(
        inputs, InputOptions.defaults(), standardInput, new Listener(notices));
  }

  private record Listener(Notices notices) implements InputListener {
    @Override
    public void formatDetected(String file, String layout, String because) {
      notices.note(file + ": read as " + layout + ", because " + because);
    }

    @Override
    public void note(String message) {
      notices.note(message);
    }

    @Override
    public void unused(String file, List<String> fields) {
      for (String field : fields) {
        notices.note(file + ": the field \"" + field + "\" holds a text that is not used");
      }
    }

    @Override
    public void warning(String message) {
      notices.note(message);
    }
  }
}
