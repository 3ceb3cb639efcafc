package dev.decorum.score;

import dev.decorum.conversation.Flag;
import java.util.Collection;
import java.util.List;

/** The flags of a row as score files have them: a list in JSON, one text everywhere else. */
final class FlagNames {
  private static final String SEPARATOR = ";";

  private FlagNames() {}

  static List<String> of(Collection<Flag> flags) {
    return flags.stream().map(Flag::outputName).toList();
  }

  /** Names as one text. */
  static String joined(List<String> names) {
    return String.join(SEPARATOR, names);
  }

  /** A JSON list of names as one text. */
  static String joined(String jsonList) {
    return jsonList.replaceAll("[\\[\\]\"\\s]", "").replace(",", SEPARATOR);
  }

  /** The names in a text; {@code text} is not empty. */
  static List<String> separated(String text) {
    return List.of(text.split(SEPARATOR, -1));
  }
}
