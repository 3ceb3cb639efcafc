package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FieldPlace;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;

/** OpenAssistant's trees: a prompt with replies to it, and replies to those. */
public final class OasstLayout extends ChatLayout {
  private static final String PROMPT = "prompt";

  @Override
  public String name() {
    return "oasst";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    JsonNode prompt = row.object().path(PROMPT);
    return prompt.path("replies").isArray() ? Layout.because("prompt.replies") : Optional.empty();
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (row.object().get(PROMPT) instanceof ObjectNode prompt) {
      row.view().get(RowField.PROMPT);
      ArrayNode list = JsonNodeFactory.instance.arrayNode(1).add(prompt);
      return new FoundList(PROMPT, list, List.of(), FieldPlace.of(PROMPT));
    }
    throw new RowException("prompt is missing, expected a message with replies");
  }
}
