package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.read.Layouts;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.options.LabelWords;
import dev.decorum.read.text.Role;
import dev.decorum.run.InputRequest;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Flags for what is read and how it is understood. */
final class InputFlags {
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
          "The layout of the inputs, or auto to detect it from their fields (default:"
              + " ${DEFAULT-VALUE}); one of ${COMPLETION-CANDIDATES}.",
      completionCandidates = LayoutNames.class)
  private String format = "auto";

  @Option(
      names = "--map",
      paramLabel = "FIELD=COLUMN",
      split = ",",
      description = {
        "The column or path of the input for a field: id, text, label, bot_name, user_name, memory,"
            + " prompt, messages, candidates, reply, system, sender, message, timestamp. COLUMN"
            + " may be a path such as choices[0].message.content. May be repeated."
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
          "The bot's name if the input has none (default: Bot); a speaker of this name is the bot.")
  private @Nullable String botName;

  @Option(
      names = "--user-name",
      paramLabel = "NAME",
      description =
          "The user's name if the input has none (default: You); a speaker of this name is the"
              + " user.")
  private @Nullable String userName;

  @Option(
      names = "--roles",
      paramLabel = "SIDE=WORD",
      split = ",",
      description = {
        "The side that a word of the input means, as in user=caller,bot=advisor. Sides are user,"
            + " bot, system and omitted. May be repeated."
      })
  private List<String> roles = List.of();

  @Option(
      names = "--encoding",
      paramLabel = "CHARSET",
      description =
          "The encoding of text files, for example windows-1252 (default: by the byte order mark,"
              + " otherwise UTF-8).")
  private @Nullable String encoding;

  @Option(
      names = "--positive",
      paramLabel = "WORD",
      split = ",",
      description = {
        "Labels that mean appropriate (default: 1, true); without --negative, every other label"
            + " means inappropriate."
      })
  private List<String> positive = List.of();

  @Option(
      names = "--negative",
      paramLabel = "WORD",
      split = ",",
      description = "Labels that mean inappropriate; labels in neither list are refused.")
  private List<String> negative = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Read at most N rows of input; each of several replies to a context counts.")
  private long limit = Long.MAX_VALUE;

  private boolean labelsNeeded;

  /** Makes an unknown label an error, for commands that need labels. */
  void needLabels() {
    labelsNeeded = true;
  }

  List<String> keep() {
    return keep;
  }

  InputRequest request(Streams streams) {
    try {
      return new InputRequest(inputs, options(), limit, streams.in());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The arguments with which another command reads the same inputs in the same way. */
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
      // A value that starts with a hyphen would be taken for an option.
      if (value.startsWith("-")) {
        words.add(option + "=" + value);
      } else {
        words.add(option);
        words.add(value);
      }
    }
  }

  private InputOptions options() {
    return InputOptions.defaults()
        .withLayout(layout())
        .withColumns(columns)
        .withRoleWords(roleWords())
        .withEncoding(charset())
        .withKeep(List.copyOf(new LinkedHashSet<>(keep)))
        .withGivenBotName(botName)
        .withGivenUserName(userName)
        .withLabelWords(labelWords())
        .withLabelsNeeded(labelsNeeded || !positive.isEmpty());
  }

  private String layout() {
    List<String> names = Layouts.names();
    if (!names.contains(format)) {
      throw new UsageException(
          "--input-format: '"
              + format
              + "' is not a format"
              + NearestName.of(format, names)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse("; formats are " + WordList.and(names)));
    }
    return format;
  }

  private LabelWords labelWords() {
    if (positive.isEmpty() && negative.isEmpty()) {
      return LabelWords.standard();
    }
    if (positive.isEmpty()) {
      throw new UsageException("--negative needs --positive");
    }
    if (positive.stream().anyMatch(String::isBlank)) {
      throw new UsageException("--positive: a label cannot be empty");
    }
    if (negative.stream().anyMatch(String::isBlank)) {
      throw new UsageException("--negative: a label cannot be empty");
    }
    return new LabelWords(new LinkedHashSet<>(positive), new LinkedHashSet<>(negative));
  }

  private Map<String, Role> roleWords() {
    Map<String, Role> words = new LinkedHashMap<>();
    for (String each : roles) {
      int equals = each.indexOf('=');
      Role role = equals < 0 ? null : side(each.substring(0, equals));
      if (role == null || equals == each.length() - 1) {
        throw new IllegalArgumentException(
            "--roles must have the form SIDE=WORD with a side of "
                + sides()
                + ", not '"
                + each
                + "'");
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
      throw new IllegalArgumentException(
          "--encoding: there is no encoding '"
              + encoding
              + "'; common ones are utf-8, utf-16, windows-1252 and"
              + " shift_jis",
          e);
    }
  }

  /** The names of layouts, for completion. */
  static final class LayoutNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Layouts.names().iterator();
    }
  }
}
