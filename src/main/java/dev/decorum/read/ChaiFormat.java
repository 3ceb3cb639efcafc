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
      // Where both bear one name, only the literal "user" tells them apart.
      boolean user = sender.equals(USER) || (sender.equals(userName) && !sender.equals(botName));
      messages.add(new Message(user ? Speaker.USER : Speaker.BOT, text));
    }
    return new Dialogue(userName, row.memory(), row.prompt(), messages, 0);
  }
}
