package dev.decorum.read.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.bytes.ByteWindow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversations of CHAI's feedback, each under a key that is its id where it has none. */
public final class FeedbackRecords implements ExportRecords {
  private final FeedbackRows rows;
  private final Json json;

  public FeedbackRecords(ByteWindow window, int maxRowBytes, Json json) {
    this.rows = new FeedbackRows(window, maxRowBytes);
    this.json = json;
  }

  /**
   * Whether a file is such a document: under {@code feedback} are objects with messages, or nothing
   * at all, and beside it is nothing that is a conversation itself.
   *
   * @param beginning a copy of the beginning of the file
   */
  public static boolean areIn(byte[] beginning, Json json) throws IOException {
    for (String name : List.of("chat_history", "messages", "conversations", "conversation")) {
      if (json.firstObjectHas(new ByteArrayInputStream(beginning), name)) {
        return false;
      }
    }
    FeedbackRows rows =
        new FeedbackRows(
            new ByteWindow(new ByteArrayInputStream(beginning)), Math.max(1, beginning.length));
    boolean empty = true;
    for (Row row = rows.next(); row != null; row = rows.next()) {
      empty = false;
      if (json.firstObjectHas(
          new ByteArrayInputStream(row.bytes(), row.from(), row.length()), "messages")) {
        return true;
      }
    }
    return empty;
  }

  @Override
  public @Nullable ExportRecord next() throws IOException {
    Row row = rows.next();
    if (row == null) {
      return null;
    }
    String place = "" + row.line();
    if (row.fault() != null) {
      return ExportRecord.faulty(row, new RowException(row.fault().reason()), place);
    }
    try {
      ObjectNode object = json.object(row);
      addClusterKeys(object);
      String key = json.value(rows.key()).asText();
      if (!key.isEmpty() && !object.hasNonNull("id") && !object.hasNonNull("conversation_id")) {
        object.put("id", key);
      }
      return ExportRecord.of(row, object, place);
    } catch (RowException e) {
      return ExportRecord.faulty(row, e, place);
    }
  }

  /** The conversation's id, {@code _bot_BOT_USER_TIME}, says whose it is. */
  private static void addClusterKeys(ObjectNode object) {
    JsonNode id = object.path("conversation_id");
    List<String> parts = List.of(id.asText().split("_", -1));
    if (parts.size() < 3 || !parts.get(0).isEmpty() || !parts.get(1).equals("bot")) {
      return;
    }
    object.put("bot_id", String.join("_", parts.subList(0, 3)));
    if (parts.size() > 3 && !parts.get(3).isEmpty()) {
      object.put("user_id", parts.get(3));
    }
  }

  @Override
  public ExportRecord again(byte[] bytes, int from, int to, long line, String place)
      throws RowException {
    Row row = new Row(bytes, from, to, line, 1, null);
    return ExportRecord.of(row, json.object(row), place);
  }
}
