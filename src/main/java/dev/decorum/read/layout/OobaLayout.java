package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;

/** A history of text-generation-webui: pairs of user and bot, as sent and as shown. */
public final class OobaLayout extends ChatLayout {

  /** What was sent to the model, and what was shown to people. */
  private record Names(String sent, String shown) {}

  private static final List<Names> NAMES =
      List.of(new Names("internal", "visible"), new Names("data", "data_visible"));

  @Override
  public String name() {
    return "ooba";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    for (Names names : NAMES) {
      if (row.object().path(names.sent()).isArray() && row.object().path(names.shown()).isArray()) {
        return Layout.because(names.sent(), names.shown());
      }
    }
    return Optional.empty();
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    for (Names names : NAMES) {
      if (row.object().get(names.sent()) instanceof ArrayNode list) {
        return new FoundList(names.sent(), list, List.of());
      }
    }
    throw new RowException("internal is missing, expected a list of pairs");
  }
}
