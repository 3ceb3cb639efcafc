package dev.decorum.read;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;

/** ShareGPT and its relatives: {@code conversations} of {@code from} and {@code value}. */
final class ShareGptFormat implements RowFormat {

  @Override
  public Content content(JsonRow row) throws RowException {
    JsonRow.Entries entries = row.entries("conversations", "conversation", "messages");
    List<String> system = new ArrayList<>();
    List<Message> messages = new ArrayList<>(entries.list().size());
    int omitted = 0;
    for (int i = 0; i < entries.list().size(); i++) {
      String role = row.requiredPart(entries, i, "sender", "from", "role");
      Role side = Role.ofShareGpt(role);
      if (side == null) {
        RowFields.Found found = row.part(entries.list().get(i), "sender", "from", "role");
        throw new RowException(
            Role.unknown(
                entries.name() + "[" + i + "]." + (found == null ? "from" : found.name()),
                role,
                "system, human or gpt"));
      }
      if (side == Role.TOOL) {
        omitted++;
        continue;
      }
      String text = row.requiredPart(entries, i, "message", "value", "content");
      switch (side) {
        case SYSTEM -> system.add(text);
        case USER -> messages.add(new Message(Speaker.USER, text));
        case BOT -> messages.add(new Message(Speaker.BOT, text));
        case TOOL -> omitted++;
      }
    }
    return new Said(system, messages, omitted).dialogue(row, row.prompt());
  }
}
