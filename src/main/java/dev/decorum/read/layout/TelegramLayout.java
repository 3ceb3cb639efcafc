package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Telegram Desktop's export, {@code result.json}: a chat with a bot has the bot's name as its own.
 */
public final class TelegramLayout extends ChatLayout {

  private static final Set<String> KINDS =
      Set.of("bot_chat", "personal_chat", "private_group", "private_supergroup", "saved_messages");

  @Override
  public String name() {
    return "telegram";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    JsonNode first = row.object().path("messages").path(0);
    boolean chat = KINDS.contains(row.object().path("type").asText()) && first.has("from_id");
    return isMessage(first) || chat
        ? Optional.of("of the field \"messages\" with from and text_entities")
        : Optional.empty();
  }

  private static boolean isMessage(JsonNode message) {
    return message.has("text_entities") || message.has("date_unixtime");
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (row.object().get("messages") instanceof ArrayNode list) {
      return new FoundList("messages", list, List.of());
    }
    throw new RowException("messages is missing, expected a list of messages");
  }

  @Override
  void describe(ExportRow row, Draft draft) {
    JsonNode name = row.object().path("name");
    if (row.object().path("type").asText().equals("bot_chat") && name.isTextual()) {
      draft.setBotName(name.textValue());
    }
  }
}
