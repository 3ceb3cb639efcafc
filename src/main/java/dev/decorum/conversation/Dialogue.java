package dev.decorum.conversation;

import java.util.List;
import java.util.Objects;

/**
 * A chat between one user and one bot.
 *
 * @param userName the name under which the user speaks
 * @param memory the bot's persona; empty where the export has none
 * @param prompt example dialogue or scenario; empty where the export has none
 * @param messages what was said, oldest first
 * @param omissions what else the export holds, which was left out
 */
public record Dialogue(
    String userName, String memory, String prompt, List<Message> messages, Omissions omissions)
    implements Content {

  public Dialogue {
    Objects.requireNonNull(userName);
    Objects.requireNonNull(memory);
    Objects.requireNonNull(prompt);
    messages = List.copyOf(messages);
    Objects.requireNonNull(omissions);
  }

  /** A dialogue of an export that holds nothing else. */
  public Dialogue(String userName, String memory, String prompt, List<Message> messages) {
    this(userName, memory, prompt, messages, Omissions.NONE);
  }

  /** The same dialogue with other messages. */
  public Dialogue with(List<Message> others) {
    return new Dialogue(userName, memory, prompt, others, omissions);
  }

  /** The name under which a message was said. */
  public String nameOf(Message message, String botName) {
    if (message.name() != null) {
      return message.name();
    }
    return message.speaker() == Speaker.BOT ? botName : userName;
  }
}
