package dev.decorum.read;

import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns that are written as {@code Human:} and {@code Assistant:} within one text (hh-rlhf). */
final class TextTurns {
  private static final Pattern BEGINNING = Pattern.compile("\\s*(?:Human|Assistant):");
  private static final Pattern TURN = Pattern.compile("(?:\\A\\s*|\n\n)(Human|Assistant):");

  private TextTurns() {}

  /** Whether a value is a text that begins with a turn. */
  static boolean areIn(RowFields.Found found) {
    return found.value().isTextual() && BEGINNING.matcher(found.value().textValue()).lookingAt();
  }

  /** The turns of a text that begins with one. */
  static List<Message> of(String text) {
    List<Message> messages = new ArrayList<>();
    Matcher turn = TURN.matcher(text);
    boolean more = turn.find();
    while (more) {
      Speaker speaker = turn.group(1).equals("Human") ? Speaker.USER : Speaker.BOT;
      int from = turn.end();
      more = turn.find();
      messages.add(
          new Message(speaker, text.substring(from, more ? turn.start() : text.length()).strip()));
    }
    return messages;
  }
}
