package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row as a JSON object, with what all formats share: id, names, label and kept fields. A null
 * is a missing value throughout.
 */
final class JsonRow {

  /** A list of messages and the name under which it was found. */
  record Entries(String name, ArrayNode list) {}

  private final ObjectNode object;
  private final RowFields fields;
  private final InputOptions options;

  JsonRow(ObjectNode object, RowFields fields, InputOptions options) {
    this.object = object;
    this.fields = fields;
    this.options = options;
  }

  /** The conversation of this row. */
  Conversation conversation(RowFormat format, Location location, String rowId) throws RowException {
    return conversation(format, location, rowId, kept());
  }

  /** The conversation of this row with kept fields that come from elsewhere. */
  Conversation conversation(
      RowFormat format, Location location, String rowId, Map<String, FieldValue> kept)
      throws RowException {
    return new Conversation(
        id(rowId), location, format.botName(this), format.content(this), label(), kept);
  }

  /** The row's own id, else the one that stands in for it. */
  String id(String rowId) throws RowException {
    RowFields.Found found = fields.find(object, "id", "id", "conversation_id");
    if (found == null) {
      return rowId;
    }
    if (found.value().isTextual()) {
      String id = found.value().textValue();
      return id.isEmpty() ? rowId : id;
    }
    if (found.value().isNumber()) {
      return found.value().asText();
    }
    throw new RowException(
        found.name() + " is " + Json.kind(found.value()) + ", a string or a number is due");
  }

  /** The fields to be carried along that the row has. */
  Map<String, FieldValue> kept() {
    return fields.kept(object);
  }

  /** The fields to be carried along that a part of the row has, else the row itself. */
  Map<String, FieldValue> keptOf(JsonNode part) {
    return fields.kept(part, object);
  }

  /** What a person said of the conversation; {@code null} where nobody did. */
  @Nullable Label label() throws RowException {
    RowFields.Found found = fields.find(object, "label", "label");
    if (found == null && !fields.isMapped("label")) {
      found = fields.find(object, "", "thumbs_up");
    }
    if (found == null) {
      return null;
    }
    JsonNode value = found.value();
    Label label = value.isContainerNode() ? null : options.labelWords().of(value.asText());
    if (label == null) {
      String shown = value.isContainerNode() ? Json.kind(value) : shorten(value.toString());
      throw new RowException(found.name() + " is " + shown + ", " + options.labelWords().due());
    }
    return label;
  }

  String botName() throws RowException {
    return string("bot_name", options.botName());
  }

  /** Whether the row names its bot. */
  boolean hasBotName() {
    return fields.find(object, "bot_name", "bot_name") != null;
  }

  String userName() throws RowException {
    return string("user_name", options.userName());
  }

  String memory() throws RowException {
    return string("memory", "");
  }

  String prompt() throws RowException {
    return string("prompt", "");
  }

  /** Example dialogue in a row whose {@code prompt} is something else. */
  String exampleDialogue() throws RowException {
    return string("example_dialogue", "");
  }

  private String string(String field, String fallback) throws RowException {
    return string(field, field, fallback);
  }

  /** A string of the row, which the format calls by a name of its own; else the fallback. */
  String string(String field, String name, String fallback) throws RowException {
    RowFields.Found found = fields.find(object, field, name);
    if (found == null) {
      return fallback;
    }
    if (!found.value().isTextual()) {
      throw new RowException(found.name() + " is " + Json.kind(found.value()) + stringIsDue());
    }
    return found.value().textValue();
  }

  /** A boolean of the row, false if it is missing. */
  boolean flag(String name) throws RowException {
    return Json.flag(object, name, name);
  }

  /** A string that the row has to have. */
  String requiredString(String field, String name) throws RowException {
    if (fields.find(object, field, name) == null) {
      throw new RowException(fields.nameOf(field, name) + " is missing" + stringIsDue());
    }
    return string(field, name, "");
  }

  /** A field under its own name or the user's; {@code null} if it is missing or null. */
  RowFields.@Nullable Found found(String field) {
    return found(field, field);
  }

  /** A field under the user's name or the first of these that is there, else {@code null}. */
  RowFields.@Nullable Found found(String field, String... names) {
    return fields.find(object, field, names);
  }

  /** How the row's list of messages is written; empty if it has none that is known. */
  Optional<InputFormat> listFormat() {
    return FormatDetection.ofLists(object, fields).map(FormatDetection.Detected::format);
  }

  /** How fields are found in parts of the row. */
  RowFields fields() {
    return fields;
  }

  /** What a missing field would have been called. */
  String nameOf(String field) {
    return fields.nameOf(field, field);
  }

  /** The list of messages, under the first of these names that is there. */
  Entries entries(String... names) throws RowException {
    RowFields.Found found = fields.find(object, "messages", names);
    if (found == null) {
      throw new RowException(
          fields.nameOf("messages", names[0]) + " is missing, a list of messages is due");
    }
    if (found.value() instanceof ArrayNode list) {
      return new Entries(found.name(), list);
    }
    throw new RowException(
        found.name() + " is " + Json.kind(found.value()) + ", a list of messages is due");
  }

  /** One of the messages, which has to be an object. */
  JsonNode entry(Entries entries, int index) throws RowException {
    JsonNode entry = entries.list().get(index);
    if (!entry.isObject()) {
      throw new RowException(
          entries.name() + "[" + index + "] is " + Json.kind(entry) + ", an object is due");
    }
    return entry;
  }

  /** A part of a message; {@code null} if it is missing or null. */
  RowFields.@Nullable Found part(JsonNode entry, String field, String... names) {
    return fields.find(entry, field, names);
  }

  /** A part of a message that has to be a string. */
  String requiredPart(Entries entries, int index, String field, String... names)
      throws RowException {
    RowFields.Found found = fields.find(entry(entries, index), field, names);
    String due = entries.name() + "[" + index + "].";
    if (found == null) {
      throw new RowException(due + fields.nameOf(field, names[0]) + " is missing" + stringIsDue());
    }
    if (!found.value().isTextual()) {
      throw new RowException(
          due + found.name() + " is " + Json.kind(found.value()) + stringIsDue());
    }
    return found.value().textValue();
  }

  private static String stringIsDue() {
    return ", a string is due";
  }

  /** A value for a message, which must not become as long as the row. */
  static String shorten(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }
}
