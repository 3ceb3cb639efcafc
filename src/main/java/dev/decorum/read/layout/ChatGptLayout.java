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

/**
 * ChatGPT's data export, {@code conversations.json}: a tree of nodes, of which the path from {@code
 * current_node} to the root was said.
 */
public final class ChatGptLayout extends ChatLayout {
  private static final String MAPPING = "mapping";

  private static final FieldPlace MESSAGE =
      new FieldPlace(
          "mapping.*.message",
          Map.of(
              "hidden", "mapping.*.message.weight",
              "type", "mapping.*.message.recipient",
              "id", "mapping.*.id",
              "parent", "mapping.*.parent"));

  @Override
  public String name() {
    return "chatgpt";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    return row.object().path(MAPPING).isObject() ? Layout.because(MAPPING) : Optional.empty();
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (!(row.object().get(MAPPING) instanceof ObjectNode nodes)) {
      throw new RowException("mapping is missing, expected an object of messages");
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode(nodes.size());
    for (Map.Entry<String, JsonNode> each : nodes.properties()) {
      list.add(message(each.getKey(), each.getValue()));
    }
    return new FoundList(MAPPING, list, List.of(), MESSAGE);
  }

  /** A node as a message that knows its place in the tree and whether people see it. */
  private static ObjectNode message(String id, JsonNode node) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    if (node.get("message") instanceof ObjectNode said) {
      message.setAll(said);
      boolean unseen = said.path("weight").isNumber() && said.path("weight").asDouble() == 0;
      String recipient = said.path("recipient").asText("all");
      boolean call = !recipient.equals("all") && !recipient.isEmpty();
      if (call) {
        message.put("type", "tool_call");
      } else if (unseen) {
        message.put("hidden", true);
      }
    } else {
      message.putObject("author").put("role", "system");
      message.put("content", "");
    }
    message.put("id", id);
    message.set("parent", node.path("parent").isTextual() ? node.get("parent") : null);
    return message;
  }
}
