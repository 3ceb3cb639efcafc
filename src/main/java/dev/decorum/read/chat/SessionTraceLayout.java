package dev.decorum.read.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FieldPlace;
import dev.decorum.read.dialogue.Turn;
import dev.decorum.read.layout.ConversationCursor;
import dev.decorum.read.layout.FileContext;
import dev.decorum.read.layout.Layout;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.RowException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Session traces, as of llama.cpp's web interface: a header of type {@code session}, then a message
 * a row; messages form a tree, and the header names the current leaf.
 */
public final class SessionTraceLayout implements Layout {
  private static final String TYPE = "type";
  private static final String MESSAGE = "message";

  @Override
  public String name() {
    return "session-trace";
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    JsonNode type = row.object().path(TYPE);
    boolean header = type.asText().equals("session");
    boolean message =
        type.asText().equals(MESSAGE) && row.object().path(MESSAGE).path("role").isTextual();
    return header || message
        ? Optional.of("of the rows of type \"session\" and \"message\"")
        : Optional.empty();
  }

  @Override
  public ConversationCursor read(ExportRecords records, FileContext context) {
    return new HeadedChats(records, context) {
      @Override
      boolean isHeader(ExportRow row) {
        return row.object().path(TYPE).asText().equals("session");
      }

      @Override
      void begin(ExportRow header, Draft draft) throws RowException {
        header.describeHeader(draft);
      }

      @Override
      @Nullable Turn turn(ExportRow row) throws RowException {
        return row.object().get(MESSAGE) instanceof ObjectNode message
            ? row.messages().turnOfRow(message, row.location().line(), FieldPlace.of(MESSAGE))
            : null;
      }
    };
  }
}
