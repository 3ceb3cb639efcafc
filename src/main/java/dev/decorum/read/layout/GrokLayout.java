package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FieldPlace;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;

/**
 * Grok's data export: {@code conversation} beside {@code responses}, each with a response in it.
 */
public final class GrokLayout extends ChatLayout {
  private static final String RESPONSES = "responses";
  private static final FieldPlace RESPONSE = FieldPlace.of("responses[].response");

  @Override
  public String name() {
    return "grok";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    return row.object().path("conversation").isObject()
            && row.object().path(RESPONSES).path(0).path("response").isObject()
        ? Layout.because("conversation", RESPONSES)
        : Optional.empty();
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (!(row.object().get(RESPONSES) instanceof ArrayNode responses)) {
      throw new RowException("responses is missing, expected a list of messages");
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode(responses.size());
    for (JsonNode each : responses) {
      list.add(each.path("response").isObject() ? each.get("response") : each);
    }
    return new FoundList(RESPONSES, list, List.of(), RESPONSE);
  }

  @Override
  void describe(ExportRow row, Draft draft) {
    JsonNode id = row.object().path("conversation").path("id");
    if (id.isTextual()) {
      draft.setId(id.textValue());
    }
  }
}
