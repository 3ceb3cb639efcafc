package dev.decorum.cli;

import dev.decorum.read.ConversationSource;
import dev.decorum.read.InputFormat;
import dev.decorum.read.InputListener;
import dev.decorum.read.InputOptions;
import dev.decorum.read.LabelWords;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import java.io.InputStream;
import java.util.Collection;
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
        "Files, directories, globs or - for standard input; .gz and .zst are read as they are."
      })
  private List<String> inputs = List.of();

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "chai, chai-feedback, openai, preference, candidates, completion, sharegpt, sillytavern,"
              + " csv, csv-messages, text, or auto to tell from the fields"
              + " (default: ${DEFAULT-VALUE}).")
  private String format = "auto";

  @Option(
      names = "--map",
      paramLabel = "FIELD=COLUMN",
      split = ",",
      description = {
        "Where a field is called otherwise: id, text, label, bot_name, user_name, memory, prompt,"
            + " messages, candidates, sender, message, timestamp. May be repeated."
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
      defaultValue = "Bot",
      description = "The bot's name where the input has none (default: ${DEFAULT-VALUE}).")
  private String botName = "Bot";

  @Option(
      names = "--user-name",
      paramLabel = "NAME",
      defaultValue = "You",
      description = "The user's name where the input has none (default: ${DEFAULT-VALUE}).")
  private String userName = "You";

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

  List<String> inputs() {
    return inputs;
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
    Set<String> kept = new LinkedHashSet<>(keep);
    kept.addAll(further);
    InputOptions options;
    try {
      options =
          InputOptions.defaults()
              .withFormat(InputFormat.ofName(format))
              .withColumns(columns)
              .withKeep(List.copyOf(kept))
              .withSwipes(withSwipes)
              .withBotName(botName)
              .withUserName(userName)
              .withLabelWords(labelWords());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
    return ConversationSource.open(some, options, standardInput, new Listener(notices));
  }

  /** Opens inputs for a command that has no flags for their format. */
  static ConversationSource openAsTheyAre(
      List<String> inputs, InputStream standardInput, Notices notices) {
    return ConversationSource.open(
        inputs, InputOptions.defaults(), standardInput, new Listener(notices));
  }

  private record Listener(Notices notices) implements InputListener {
    @Override
    public void formatDetected(String file, InputFormat format, String because) {
      notices.note(file + ": read as " + format + ", because " + because);
    }

    @Override
    public void warning(String message) {
      notices.note(message);
    }
  }
}
