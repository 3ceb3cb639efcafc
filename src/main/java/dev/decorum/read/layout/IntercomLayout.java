package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;

/**
 * Intercom's conversations: the first message is {@code source}, the others are {@code
 * conversation_parts}.
 */
public final class IntercomLayout extends ChatLayout {
  private static final String SOURCE = "source";
  private static final String PARTS = "conversation_parts";

  @Override
  public String name() {
    return "intercom";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    return row.object().path(SOURCE).has("author") && parts(row).isArray()
        ? Layout.because(SOURCE, PARTS)
        : Optional.empty();
  }

  private static JsonNode parts(ExportRow row) {
    JsonNode parts = row.object().path(PARTS);
    return parts.isArray() ? parts : parts.path(PARTS);
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (!(parts(row) instanceof ArrayNode parts)) {
      throw new RowException("conversation_parts is missing, expected a list of messages");
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode(parts.size() + 1);
    list.add(row.object().path(SOURCE));
    list.addAll(parts);
    return new FoundList(PARTS, list, List.of());
  }
}
