package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The replies of a row: a list of texts, of objects with a text, or of lists of {@code role} and
 * {@code content} that continue the context.
 */
final class Replies {
  private static final String FIELD = "candidates";
  private static final String[] NAMES = {FIELD, "responses", "completions"};
  private static final String[] TEXTS = {
    "content", "text", "message", "response", "completion", "value", "mes"
  };

  private final JsonRow row;
  private final JsonRow.Entries entries;

  private Replies(JsonRow row, JsonRow.Entries entries) {
    this.row = row;
    this.entries = entries;
  }

  /** The replies of a row, at least one; none is looked at yet. */
  static Replies of(JsonRow row) throws RowException {
    RowFields.Found found = row.found(FIELD, NAMES);
    String due = ", a list of replies is due";
    if (found == null) {
      throw new RowException(row.nameOf(FIELD) + " is missing" + due);
    }
    if (!(found.value() instanceof ArrayNode list)) {
      throw new RowException(found.name() + " is " + Json.kind(found.value()) + due);
    }
    if (list.isEmpty()) {
      throw new RowException(found.name() + " is empty" + due);
    }
    return new Replies(row, new JsonRow.Entries(found.name(), list));
  }

  /** The name of the field that looks like replies, by the first; {@code null} if there is none. */
  static @Nullable String fieldOf(JsonNode row, RowFields fields) {
    RowFields.Found found = fields.find(row, FIELD, NAMES);
    return found != null && areReplies(found.value(), fields) ? found.name() : null;
  }

  private static boolean areReplies(JsonNode value, RowFields fields) {
    JsonNode first = value.isArray() ? value.get(0) : null;
    return first != null
        && (first.isTextual()
            || first.isArray()
            || (first.isObject() && text(first, fields) != null));
  }

  int size() {
    return entries.list().size();
  }

  /** What a reply says, counted from 0. */
  Said said(int index) throws RowException {
    JsonNode reply = entries.list().get(index);
    String name = entries.name() + "[" + index + "]";
    if (reply.isTextual()) {
      return Said.by(Speaker.BOT, reply.textValue());
    }
    if (reply.isObject()) {
      return Said.by(Speaker.BOT, text(reply, name));
    }
    if (reply instanceof ArrayNode list) {
      return continued(list, name);
    }
    throw new RowException(
        name + " is " + Json.kind(reply) + ", a string, an object or a list of messages is due");
  }

  /** The fields to be carried along that a reply has, else the row. */
  Map<String, FieldValue> kept(int index) {
    JsonNode reply = entries.list().get(index);
    return reply.isObject() ? row.keptOf(reply) : row.kept();
  }

  private String text(JsonNode reply, String name) throws RowException {
    RowFields.Found text = text(reply, row.fields());
    if (text == null) {
      throw new RowException(
          name + "." + row.fields().nameOf("message", TEXTS[0]) + " is missing, a string is due");
    }
    if (!text.value().isTextual()) {
      throw new RowException(
          name + "." + text.name() + " is " + Json.kind(text.value()) + ", a string is due");
    }
    return text.value().textValue();
  }

  private static RowFields.@Nullable Found text(JsonNode reply, RowFields fields) {
    RowFields.Found text = fields.find(reply, "message", TEXTS);
    // The messages of the context may call their texts otherwise, and replies need not follow.
    return text == null ? fields.find(reply, "", TEXTS) : text;
  }

  private Said continued(ArrayNode list, String name) throws RowException {
    Said said = OpenAiFormat.said(row, new JsonRow.Entries(name, list));
    List<Message> messages = said.messages();
    if (messages.isEmpty() || messages.get(messages.size() - 1).speaker() != Speaker.BOT) {
      throw new RowException(name + " does not end with a message of the bot");
    }
    return said;
  }
}
