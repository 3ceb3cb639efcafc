package dev.decorum.read.dialogue;

import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries of lists of messages for tests, and how they are shown. */
final class Turns {
  private Turns() {}

  /** Somebody of a known side speaks. */
  static Turn said(Role role, String text) {
    return Turn.of(role, Said.text(text), "m");
  }

  /** Somebody speaks of whom only a word is known; {@code null} if nothing is. */
  static Turn by(@Nullable String word, String text) {
    return new Turn(
        null, word, word, Said.text(text), null, List.of(), null, List.of(), "m[0]", false);
  }

  static Turn at(@Nullable String time, Role role, String text) {
    return said(role, text).withTime(time);
  }

  /** A message of a tree. */
  static Turn node(String id, @Nullable String parent, Role role, String text) {
    return new Turn(
        role, null, null, Said.text(text), null, List.of(id), parent, List.of(), "m", false);
  }

  /** The texts of entries, each with the first letter of its side. */
  static List<String> show(List<Turn> turns) {
    List<String> shown = new ArrayList<>();
    for (Turn turn : turns) {
      String side = turn.role() == null ? "?" : turn.role().name().substring(0, 1);
      Said said = turn.said();
      shown.add(side + ":" + (said.text() == null ? said.reason() : said.text()));
    }
    return shown;
  }
}
