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
 * @param omittedMessages how many entries of the export are no chat message (tool calls, hidden
 *     rows) and were left out of {@code messages}
 */
public record Dialogue(
    String userName, String memory, String prompt, List<Message> messages, int omittedMessages)
    implements Content {

  public Dialogue {
    Objects.requireNonNull(userName);
    Objects.requireNonNull(memory);
    Objects.requireNonNull(prompt);
    messages = List.copyOf(messages);
    if (omittedMessages < 0) {
      throw new IllegalArgumentException("omittedMessages is negative: " + omittedMessages);
    }
  }
}
