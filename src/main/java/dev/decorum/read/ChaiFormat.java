package dev.decorum.read;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;

/**
 * The payload that CHAI's own formatters take: {@code chat_history} of {@code sender} and {@code
 * message}.
 */
final class ChaiFormat implements RowFormat {
  private static final String USER = "user";

  @Override
  public Content content(JsonRow row) throws RowException {
    String userName = row.userName();
    String botName = row.botName();
    JsonRow.Entries entries = row.entries("chat_history", "messages");
    List<Message> messages = new ArrayList<>(entries.list().size());
    for (int i = 0; i < entries.list().size(); i++) {
      String sender = row.requiredPart(entries, i, "sender", "sender");
      String text = row.requiredPart(entries, i, "message", "message");
      Speaker speaker = isUser(sender, userName, botName) ? Speaker.USER : Speaker.BOT;
      messages.add(new Message(speaker, text));
    }
    return new Dialogue(userName, row.memory(), row.prompt(), messages, 0);
  }

  /** A row without a {@code bot_name} still names its bot: as the sender of its messages. */
  @Override
  public String botName(JsonRow row) throws RowException {
    if (!row.hasBotName()) {
      JsonRow.Entries entries = row.entries("chat_history", "messages");
      for (int i = 0; i < entries.list().size(); i++) {
        String sender = row.requiredPart(entries, i, "sender", "sender");
        if (!sender.isEmpty() && !isUser(sender, row.userName(), row.botName())) {
          return sender;
        }
      }
    }
    return row.botName();
  }

  /** Where both bear one name, only the literal {@code user} tells them apart. */
  private static boolean isUser(String sender, String userName, String botName) {
    return sender.equals(USER) || (sender.equals(userName) && !sender.equals(botName));
  }
}
