package dev.decorum.read.dialogue;

import dev.decorum.read.bytes.RowMemory;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns that are written as {@code Human:} and {@code Assistant:} within one text, as in
 * Anthropic's hh-rlhf.
 */
final class TextTurns {
  private static final Pattern BEGINNING = Pattern.compile("\\s*(?:Human|Assistant):");
  private static final Pattern TURN = Pattern.compile("(?:\\A\\s*|\n\n)(Human|Assistant):");

  private TextTurns() {}

  /** Whether a text begins with a turn. */
  static boolean areIn(String text) {
    return BEGINNING.matcher(text).lookingAt();
  }

  /** The turns of a text that begins with one. */
  static List<Turn> of(String text, String where) throws RowException {
    List<Turn> turns = new ArrayList<>();
    Matcher turn = TURN.matcher(text);
    boolean more = turn.find();
    int most = RowMemory.ofThisProcess().messages();
    while (more) {
      if (turns.size() == most) {
        throw new RowException(
            String.format(Locale.ROOT, "%s holds more than %,d messages", where, most));
      }
      Role role = turn.group(1).equals("Human") ? Role.USER : Role.BOT;
      int from = turn.end();
      more = turn.find();
      String said = text.substring(from, more ? turn.start() : text.length()).strip();
      Said what = said.isEmpty() ? Said.nothing(Said.Reason.EMPTY) : Said.text(said);
      turns.add(Turn.of(role, what, where));
    }
    return turns;
  }

  /** The turns of a prompt, without the slot for the answer at its end. */
  static List<Turn> ofPrompt(String text, String where) throws RowException {
    List<Turn> turns = of(text, where);
    Turn last = turns.get(turns.size() - 1);
    if (last.role() == Role.BOT && last.said().text() == null) {
      turns.remove(turns.size() - 1);
    }
    return turns;
  }
}
