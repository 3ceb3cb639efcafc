package dev.decorum.manual;

import java.util.List;
import java.util.Optional;

/**
 * What there is to say about a command.
 *
 * @param command how it is typed, such as {@code decorum model pull}
 * @param brief what it does, in a few words
 * @param synopsis its forms, one a line
 * @param description paragraphs
 * @param parameters what follows the options
 * @param sections all options, what is special to the command first
 * @param keyOptions the options that matter most, by their names as they are listed, with a few
 *     words for each
 * @param groups the commands below it, under headings
 * @param examples command lines, and what they do
 * @param notes paragraphs at the end
 * @param exitCodes what the command ends with, and what that means
 */
public record Page(
    String command,
    String brief,
    List<String> synopsis,
    List<String> description,
    List<Option> parameters,
    List<Section> sections,
    List<Term> keyOptions,
    List<Group> groups,
    List<Term> examples,
    List<String> notes,
    List<Term> exitCodes) {

  /** The page of the program itself. */
  public static final String PROGRAM = "decorum";

  /** Copies the lists. */
  public Page {
    synopsis = List.copyOf(synopsis);
    description = List.copyOf(description);
    parameters = List.copyOf(parameters);
    sections = List.copyOf(sections);
    keyOptions = List.copyOf(keyOptions);
    groups = List.copyOf(groups);
    examples = List.copyOf(examples);
    notes = List.copyOf(notes);
    exitCodes = List.copyOf(exitCodes);
  }

  /** Something and what it means. */
  public record Term(String term, String text) {}

  /** Options under a heading. */
  public record Section(String heading, List<Option> options) {
    /** Copies the list. */
    public Section {
      options = List.copyOf(options);
    }
  }

  /** Commands under a heading, each with a few words. */
  public record Group(String heading, List<Term> commands) {
    /** Copies the list. */
    public Group {
      commands = List.copyOf(commands);
    }
  }

  /** What a value is, for completion. */
  public enum Kind {
    /** Something that cannot be proposed. */
    ANY,
    /** One of a list of words. */
    WORD,
    FILE,
    FOLDER,
    /** A model: a folder, or one that was pulled. */
    MODEL,
    /** A field of the inputs. */
    FIELD
  }

  /**
   * An option, or a parameter.
   *
   * @param names its names, the short one first; of a parameter none
   * @param value what stands for its value, such as {@code FILE}; empty for an option without one
   * @param required whether the command needs it
   * @param repeated whether it may be given more than once
   * @param several whether it takes several values, divided by commas
   * @param text paragraphs on it
   * @param kind what its value is
   * @param words the values of {@link Kind#WORD}
   */
  public record Option(
      List<String> names,
      String value,
      boolean required,
      boolean repeated,
      boolean several,
      List<String> text,
      Kind kind,
      List<String> words) {

    /** Copies the lists. */
    public Option {
      names = List.copyOf(names);
      text = List.copyOf(text);
      words = List.copyOf(words);
    }

    /** The option as it is listed, such as {@code -o, --output FILE}. */
    public String term() {
      String all = String.join(", ", names);
      return value.isEmpty() ? all : all.isEmpty() ? value : all + " " + value;
    }

    /** Its longest name, or what stands for a parameter. */
    public String name() {
      return names.isEmpty() ? value : names.get(names.size() - 1);
    }

    /** Whether it has a value. */
    public boolean hasValue() {
      return !value.isEmpty();
    }
  }

  /** The name of its file, such as {@code decorum-model-pull}. */
  public String file() {
    return command.replace(' ', '-');
  }

  /** The words that are typed after the name of the program. */
  public String words() {
    return command.equals(PROGRAM) ? "" : command.substring(PROGRAM.length() + 1);
  }

  /** All options, in the order in which they are listed. */
  public List<Option> options() {
    return sections.stream().flatMap(section -> section.options().stream()).toList();
  }

  /** The option with a name. */
  public Optional<Option> option(String name) {
    return options().stream().filter(option -> option.names().contains(name)).findFirst();
  }

  /** The words of which its parameter is one; empty if it is none of a list. */
  public List<String> parameterWords() {
    return parameters.isEmpty() ? List.of() : parameters.get(0).words();
  }

  /** The commands below it. */
  public List<Term> commands() {
    return groups.stream().flatMap(group -> group.commands().stream()).toList();
  }
}
