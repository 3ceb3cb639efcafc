package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Location;
import dev.decorum.read.bytes.ByteWindow;
import dev.decorum.read.bytes.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CHAI's feedback, whose conversations are the values of one object. */
final class FeedbackConversations implements FileRows {
  private final InputFile file;
  private final FeedbackRows rows;
  private final InputOptions options;
  private final InputListener listener;
  private final RowFields fields;
  private final Json json;
  private final FeedbackFormat format = new FeedbackFormat();
  private final UnreadableTimes unreadableTimes = new UnreadableTimes();

  FeedbackConversations(
      InputFile file, ByteWindow window, InputOptions options, InputListener listener) {
    this.file = file;
    this.rows = new FeedbackRows(window, options.maxRowBytes());
    this.options = options;
    this.listener = listener;
    this.fields = new RowFields(options);
    this.json = new Json(options.maxRowBytes());
  }

  /**
   * Whether a file is such a document: under {@code feedback} are objects with messages, or nothing
   * at all, and beside it is nothing that is a conversation itself.
   *
   * @param beginning a copy of the beginning of the file
   */
  static boolean isFeedback(byte[] beginning, Json json) throws IOException {
    for (String name : TableHeader.LISTS) {
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
  public @Nullable ReadResult next() throws IOException {
    Row row = rows.next();
    if (row == null) {
      unreadableTimes.warn(file.name(), listener);
      return null;
    }
    if (row.fault() != null) {
      return new ReadResult.Rejected(row.rejection(file.name(), row.fault()));
    }
    try {
      ObjectNode object = json.object(row);
      addClusterKeys(object);
      String key = json.value(rows.key()).asText();
      String rowId = key.isEmpty() ? file.shortName() + ":" + row.line() : key;
      ReadResult.Accepted accepted =
          new ReadResult.Accepted(
              new JsonRow(object, fields, options)
                  .conversation(format, new Location(file.name(), row.line(), 0), rowId));
      if (format.hasUnreadableTime()) {
        unreadableTimes.seenAt(row.line());
        unreadableTimes.countConversation();
      }
      return accepted;
    } catch (RowException e) {
      return new ReadResult.Rejected(row.rejection(file.name(), e));
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
}
