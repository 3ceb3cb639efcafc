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
import java.util.Map;
import java.util.Optional;

/** Agnai's export of one chat: {@code messages} of msg and handle; a userId marks the user's. */
public final class AgnaiLayout extends ChatLayout {
  private static final FieldPlace MESSAGE =
      new FieldPlace("messages[]", Map.of("role", "messages[].userId"));

  @Override
  public String name() {
    return "agnai";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    JsonNode first = row.object().path("messages").path(0);
    return first.has("msg") && (first.has("characterId") || first.has("userId"))
        ? Optional.of("of the field \"messages\" with msg and handle")
        : Optional.empty();
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (!(row.object().get("messages") instanceof ArrayNode messages)) {
      throw new RowException("messages is missing, expected a list of messages");
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode(messages.size());
    for (JsonNode each : messages) {
      ObjectNode message = JsonNodeFactory.instance.objectNode();
      if (each instanceof ObjectNode object) {
        message.setAll(object);
      }
      boolean user = each.hasNonNull("userId");
      boolean bot = each.hasNonNull("characterId");
      if (user != bot) {
        message.put("role", user ? "user" : "bot");
      }
      list.add(message);
    }
    return new FoundList("messages", list, List.of(), MESSAGE);
  }
}
