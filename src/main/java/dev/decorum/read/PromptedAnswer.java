package dev.decorum.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.conversation.Content;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code prompt} and an answer to it. Each is a text, a list of {@code role} and {@code content},
 * or turns written as {@code Human:} and {@code Assistant:}.
 *
 * <p>Where the row says by which {@code formatter} its texts were made, they are in the model's own
 * form and go together as they stand.
 */
final class PromptedAnswer {
  private static final String DUE = ", a string or a list of messages is due";

  private PromptedAnswer() {}

  /** The conversation that ends with the answer of this name. */
  static Content content(JsonRow row, String name) throws RowException {
    RowFields.Found answer = row.found(name);
    if (answer == null) {
      throw new RowException(name + " is missing" + DUE);
    }
    RowFields.Found asked = row.found("prompt");
    if (asked == null && answer.value().isTextual() && !TextTurns.areIn(answer)) {
      throw new RowException(
          row.nameOf("prompt") + " is missing, and " + name + " does not begin with \"Human:\"");
    }
    if (asked != null && isFormatted(row, asked, answer)) {
      return new FormattedText(asked.value().textValue() + answer.value().textValue());
    }
    Said prompt = asked == null ? Said.NOTHING : prompt(row, asked);
    Said said = answer(row, answer, asked != null && TextTurns.areIn(asked));
    return dialogue(row, whole(prompt, said));
  }

  /** What was said as the dialogue of a row, which may have an {@code example_dialogue}. */
  static Dialogue dialogue(JsonRow row, Said said) throws RowException {
    String example = row.exampleDialogue();
    // Chats have no place for these two, so writers of pairs repeat them as system text.
    String repeated =
        Stream.of(row.memory(), example)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n"));
    boolean isRepeated = String.join("\n", said.system()).equals(repeated);
    return (isRepeated ? said.withoutSystem() : said).dialogue(row, example);
  }

  private static boolean isFormatted(JsonRow row, RowFields.Found asked, RowFields.Found answer) {
    RowFields.Found formatter = row.found("formatter");
    return formatter != null
        && formatter.value().isTextual()
        && asked.value().isTextual()
        && answer.value().isTextual();
  }

  /** Many lists of answers begin with the prompt. */
  private static Said whole(Said prompt, Said answer) {
    if (!prompt.isBeginningOf(answer)) {
      return prompt.then(answer);
    }
    boolean sameSystem = answer.system().equals(prompt.system());
    return sameSystem ? answer : new Said(prompt.system(), List.of(), 0).then(answer);
  }

  /** What a prompt says, in whichever way it is written. */
  static Said prompt(JsonRow row, RowFields.Found found) throws RowException {
    if (!found.value().isTextual()) {
      return list(row, found);
    }
    String text = found.value().textValue();
    if (!TextTurns.areIn(found)) {
      return text.isEmpty() ? Said.NOTHING : Said.by(Speaker.USER, text);
    }
    List<Message> messages = TextTurns.of(text);
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
    if (TextTurns.areIn(found)) {
      return new Said(List.of(), TextTurns.of(text), 0);
    }
    return Said.by(Speaker.BOT, afterTurns ? text.strip() : text);
  }

  private static Said list(JsonRow row, RowFields.Found found) throws RowException {
    if (found.value() instanceof ArrayNode list) {
      return OpenAiFormat.said(row, new JsonRow.Entries(found.name(), list));
    }
    throw new RowException(found.name() + " is " + Json.kind(found.value()) + DUE);
  }
}
