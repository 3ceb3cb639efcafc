package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FieldPlace;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;

/** Open WebUI's export of chats: a tree under {@code chat.history.messages}. */
public final class OpenWebUiLayout extends ChatLayout {
  private static final FieldPlace MESSAGE = FieldPlace.of("chat.history.messages.*");

  @Override
  public String name() {
    return "openwebui";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    return history(row).path("messages").isObject()
        ? Layout.because("chat.history.messages")
        : Optional.empty();
  }

  private static JsonNode history(ExportRow row) {
    return row.object().path("chat").path("history");
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (history(row) instanceof ObjectNode history
        && history.get("messages") instanceof ObjectNode messages) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode(messages.size());
      messages.forEach(list::add);
      return new FoundList("chat.history.messages", list, List.of(history), MESSAGE);
    }
    throw new RowException("chat.history.messages is missing, expected an object of messages");
  }
}
