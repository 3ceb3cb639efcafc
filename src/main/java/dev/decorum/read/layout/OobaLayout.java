package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;

/** A history of text-generation-webui: pairs of user and bot, as sent and as shown. */
public final class OobaLayout extends ChatLayout {
  private static final String INTERNAL = "internal";

  @Override
  public String name() {
    return "ooba";
  }

  @Override
  public String help() {
    return "a saved history of text-generation-webui";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    return row.object().path(INTERNAL).isArray() && row.object().path("visible").isArray()
        ? Layout.because(INTERNAL, "visible")
        : Optional.empty();
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (row.object().get(INTERNAL) instanceof ArrayNode list) {
      return new FoundList(INTERNAL, list, List.of());
    }
    throw new RowException("internal is missing, expected a list of pairs");
  }
}
