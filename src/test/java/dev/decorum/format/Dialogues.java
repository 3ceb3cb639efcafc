package dev.decorum.format;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Short spellings of conversations. */
public final class Dialogues {
  private Dialogues() {}

  /** Messages from lines such as {@code B:hello} (the bot) and {@code U:hi} (the user). */
  public static List<Message> messages(String... lines) {
    List<Message> messages = new ArrayList<>();
    for (String line : lines) {
      Speaker speaker = line.startsWith("B:") ? Speaker.BOT : Speaker.USER;
      messages.add(new Message(speaker, line.substring(2)));
    }
    return messages;
  }

  /** A dialogue of the user {@code U} without memory and prompt. */
  public static Dialogue dialogue(String... lines) {
    return new Dialogue("U", "", "", messages(lines));
  }

  /** A conversation with the bot {@code B}. */
  public static Conversation conversation(String id, Content content) {
    return new Conversation(id, new Location("-", 1, 0), "B", content, null, Map.of());
  }

  /** All windows of a conversation, to be kept. */
  public static List<Window> windows(Windower windower, Conversation conversation) {
    List<Window> windows = new ArrayList<>();
    windower.windows(conversation).forEach(window -> windows.add(window.alone()));
    return windows;
  }
}
