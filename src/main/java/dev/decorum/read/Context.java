package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What replies are given to: a list of messages as another format has it, or a {@code prompt}
 * alone.
 *
 * @param afterTurns whether it is one text with turns, to which the blank before a reply belongs
 */
record Context(String botName, Dialogue dialogue, boolean afterTurns) {
  private static final String PROMPT = "prompt";

  /** The context of a row. */
  static Context of(JsonRow row) throws RowException {
    RowFields.Found list = row.found("messages", lists());
    if (list != null || row.fields().isMapped("messages")) {
      RowFormat format = FormatDetection.rowFormat(row.listFormat().orElse(likeliest(list)));
      return new Context(format.botName(row), (Dialogue) format.content(row), false);
    }
    RowFields.Found prompt = row.found(PROMPT);
    if (prompt == null) {
      throw new RowException(
          row.nameOf(PROMPT) + " is missing, as is a list of messages; one of them is due");
    }
    return new Context(
        row.botName(),
        PromptedAnswer.dialogue(row, PromptedAnswer.prompt(row, prompt)),
        TextTurns.areIn(prompt));
  }

  /** The name of the field that is the context of a row; {@code null} if there is none. */
  static @Nullable String fieldOf(JsonNode row, RowFields fields) {
    RowFields.Found found = fields.find(row, "messages", lists());
    if (found == null && !fields.isMapped("messages")) {
      found = fields.find(row, PROMPT, PROMPT);
    }
    return found == null ? null : found.name();
  }

  private static String[] lists() {
    return TableHeader.LISTS.toArray(new String[0]);
  }

  /** Of a list that is none of the known ones: this format says what is wrong with it. */
  private static InputFormat likeliest(RowFields.@Nullable Found list) {
    boolean shareGpt = list != null && list.name().startsWith("conversation");
    return shareGpt ? InputFormat.SHAREGPT : InputFormat.OPENAI;
  }

  /** The conversation that ends with a reply. */
  Dialogue with(Said reply) {
    return (afterTurns ? stripped(reply) : reply).after(dialogue);
  }

  private static Said stripped(Said reply) {
    List<Message> messages = new ArrayList<>(reply.messages().size());
    for (Message message : reply.messages()) {
      messages.add(new Message(message.speaker(), message.text().strip()));
    }
    return new Said(reply.system(), messages, reply.omitted());
  }
}
