package dev.decorum.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two answers to one prompt: {@code chosen} and {@code rejected}, and a {@code prompt} unless both
 * begin with it. Each is a text, a list of {@code role} and {@code content}, or turns written as
 * {@code Human:} and {@code Assistant:} (hh-rlhf).
 */
final class PreferenceFormat implements RowFormat {
  static final String CHOSEN = "chosen";
  static final String REJECTED = "rejected";

  private static final String DUE = ", a string or a list of messages is due";
  private static final Pattern BEGINS_WITH_TURN = Pattern.compile("\\s*(?:Human|Assistant):");
  private static final Pattern TURN = Pattern.compile("(?:\\A\\s*|\n\n)(Human|Assistant):");

  /** The two conversations of the row, without a label: the preference is between them. */
  @Override
  public List<Conversation> conversations(JsonRow row, Location location, String rowId)
      throws RowException {
    return List.of(
        conversation(row, location, rowId, CHOSEN, 1, Candidacy.Preference.CHOSEN),
        conversation(row, location, rowId, REJECTED, 2, Candidacy.Preference.REJECTED));
  }

  private Conversation conversation(
      JsonRow row,
      Location location,
      String rowId,
      String side,
      int number,
      Candidacy.Preference preference)
      throws RowException {
    String id = row.id(rowId);
    return new Conversation(
        id + "#" + side,
        location,
        botName(row),
        content(row, side),
        null,
        row.kept(),
        new Candidacy(id, number, preference));
  }

  /** The conversation with the chosen answer. */
  @Override
  public Content content(JsonRow row) throws RowException {
    return content(row, CHOSEN);
  }

  private static Content content(JsonRow row, String side) throws RowException {
    RowFields.Found answer = row.found(side);
    if (answer == null) {
      throw new RowException(side + " is missing" + DUE);
    }
    RowFields.Found asked = row.found("prompt");
    if (asked == null && answer.value().isTextual() && !hasTurns(answer)) {
      throw new RowException(
          row.nameOf("prompt") + " is missing, and " + side + " does not begin with \"Human:\"");
    }
    Said prompt = asked == null ? Said.NOTHING : prompt(row, asked);
    Said said = answer(row, answer, asked != null && hasTurns(asked));
    return whole(prompt, said).dialogue(row, "");
  }

  /** Many lists of answers begin with the prompt. */
  private static Said whole(Said prompt, Said answer) {
    if (!prompt.isBeginningOf(answer)) {
      return prompt.then(answer);
    }
    boolean sameSystem = answer.system().equals(prompt.system());
    return sameSystem ? answer : new Said(prompt.system(), List.of(), 0).then(answer);
  }

  private static Said prompt(JsonRow row, RowFields.Found found) throws RowException {
    if (!found.value().isTextual()) {
      return list(row, found);
    }
    String text = found.value().textValue();
    if (!hasTurns(found)) {
      return text.isEmpty() ? Said.NOTHING : Said.by(Speaker.USER, text);
    }
    List<Message> messages = turns(text);
    // The slot for the answer.
    Message last = messages.get(messages.size() - 1);
    if (last.speaker() == Speaker.BOT && last.text().isEmpty()) {
      messages.remove(messages.size() - 1);
    }
    return new Said(List.of(), messages, 0);
  }

  private static Said answer(JsonRow row, RowFields.Found found, boolean afterTurns)
      throws RowException {
    if (!found.value().isTextual()) {
      return list(row, found);
    }
    String text = found.value().textValue();
    if (hasTurns(found)) {
      return new Said(List.of(), turns(text), 0);
    }
    return Said.by(Speaker.BOT, afterTurns ? text.strip() : text);
  }

  private static Said list(JsonRow row, RowFields.Found found) throws RowException {
    if (found.value() instanceof ArrayNode list) {
      return OpenAiFormat.said(row, new JsonRow.Entries(found.name(), list));
    }
    throw new RowException(found.name() + " is " + Json.kind(found.value()) + DUE);
  }

  private static boolean hasTurns(RowFields.Found found) {
    return found.value().isTextual()
        && BEGINS_WITH_TURN.matcher(found.value().textValue()).lookingAt();
  }

  private static List<Message> turns(String text) {
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
