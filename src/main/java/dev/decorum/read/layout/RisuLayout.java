package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;

/** RisuAI's export of one chat: {@code data.message} of role and data. */
public final class RisuLayout extends ChatLayout {

  @Override
  public String name() {
    return "risu";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    return row.object().path("data").path("message").isArray()
        ? Layout.because("data.message")
        : Optional.empty();
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    if (row.object().path("data").get("message") instanceof ArrayNode list) {
      return new FoundList("data.message", list, List.of());
    }
    throw new RowException("data.message is missing, expected a list of messages");
  }

  @Override
  boolean hasMacros() {
    return true;
  }
}
