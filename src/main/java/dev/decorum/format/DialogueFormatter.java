package dev.decorum.format;

import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.Template;
import dev.decorum.model.Template.Placeholder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a dialogue as the model was trained to see it: memory, prompt, messages. Values go in as
 * they are; a missing memory or prompt is an empty string, as Python's {@code str.format} has it.
 *
 * @param templates the texts around the values
 */
public record DialogueFormatter(FormatterTemplates templates) {

  /** Whether a text that is too long loses whole messages rather than tokens. */
  public boolean truncatesByMessage() {
    return templates.truncateByMessage();
  }

  /**
   * Writes {@code dialogue} with only the messages {@code shown}.
   *
   * @param messageEnds receives for each message the offset just behind it
   */
  void format(
      String botName,
      Dialogue dialogue,
      List<Message> shown,
      RunningText text,
      List<Integer> messageEnds) {
    Map<Placeholder, String> values = values(botName, dialogue);
    templates.memory().appendTo(text::append, values);
    templates.prompt().appendTo(text::append, values);
    for (Message message : shown) {
      values.put(Placeholder.MESSAGE, message.text());
      values.put(
          message.speaker() == Speaker.BOT ? Placeholder.BOT_NAME : Placeholder.USER_NAME,
          dialogue.nameOf(message, botName));
      template(message).appendTo(text::append, values);
      messageEnds.add(text.written());
    }
  }

  /** The text of one message of the bot, as it stands at the end of a window. */
  public String botMessage(String botName, Dialogue dialogue, String message) {
    Map<Placeholder, String> values = values(botName, dialogue);
    values.put(Placeholder.MESSAGE, message);
    return templates.bot().render(values);
  }

  /** A generator's slot for a reply, which comes after a text that waits for one. */
  public String replySlot(String botName, Dialogue dialogue) {
    return templates.response().render(values(botName, dialogue));
  }

  private static Map<Placeholder, String> values(String botName, Dialogue dialogue) {
    Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
    values.put(Placeholder.BOT_NAME, botName);
    values.put(Placeholder.USER_NAME, dialogue.userName());
    values.put(Placeholder.MEMORY, dialogue.memory());
    values.put(Placeholder.PROMPT, dialogue.prompt());
    return values;
  }

  private Template template(Message message) {
    return switch (message.speaker()) {
      case BOT -> templates.bot();
      case USER -> templates.user();
    };
  }
}
