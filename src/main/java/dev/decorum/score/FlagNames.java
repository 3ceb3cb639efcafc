package dev.decorum.score;

import dev.decorum.conversation.Flag;
import java.util.Collection;
import java.util.List;

/** The flags of a row in score files: a list in JSON, a single text in the other forms. */
final class FlagNames {
  private static final String SEPARATOR = ";";

  private FlagNames() {}

  static List<String> of(Collection<Flag> flags) {
    return flags.stream().map(Flag::outputName).toList();
  }

  /** The names joined to one text. */
  static String joined(List<String> names) {
    return String.join(SEPARATOR, names);
  }

  /** The names in a JSON list, joined to one text. */
  static String joined(String jsonList) {
    return jsonList.replaceAll("[\\[\\]\"\\s]", "").replace(",", SEPARATOR);
  }

  /** The names in a text; {@code text} is not empty. */
  static List<String> separated(String text) {
    return List.of(text.split(SEPARATOR, -1));
  }
}
