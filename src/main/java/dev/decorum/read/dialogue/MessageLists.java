package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of messages, in whichever shape a program has written them down. */
final class MessageLists {
  private final Fields fields;

  MessageLists(Fields fields) {
    this.fields = fields;
  }

  /**
   * A value as a list: a list, a text that holds one, an object of lists that has been turned on
   * its side, or an object of messages by their ids; {@code null} if it is none of these.
   */
  @Nullable ArrayNode of(JsonNode value) {
    if (value instanceof ArrayNode list) {
      // LangSmith's runs have a list of lists, for several prompts at once.
      return list.size() == 1 && list.get(0) instanceof ArrayNode only && areObjects(only)
          ? only
          : list;
    }
    if (value.isTextual() && WrittenValues.mayBe(value.textValue())) {
      JsonNode read = fields.written().read(value.textValue());
      return read == null || read.isTextual() ? null : of(read);
    }
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      ArrayNode turned = turned(object);
      return turned == null ? byId(object) : turned;
    }
    return null;
  }

  private static boolean areObjects(ArrayNode list) {
    for (JsonNode entry : list) {
      if (!entry.isObject()) {
        return false;
      }
    }
    return !list.isEmpty();
  }

  /** A struct of lists as a list of structs. */
  private static @Nullable ArrayNode turned(ObjectNode columns) {
    int length = -1;
    for (JsonNode column : columns) {
      if (!column.isArray() || (length >= 0 && column.size() != length)) {
        return null;
      }
      length = column.size();
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode(length);
    for (int i = 0; i < length; i++) {
      ObjectNode entry = list.addObject();
      for (Map.Entry<String, JsonNode> column : columns.properties()) {
        entry.set(column.getKey(), column.getValue().get(i));
      }
    }
    return list;
  }

  /** Messages under their ids, in the order of the object. */
  private @Nullable ArrayNode byId(ObjectNode messages) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(messages.size());
    for (Map.Entry<String, JsonNode> message : messages.properties()) {
      if (!(message.getValue() instanceof ObjectNode entry) || !isMessage(entry)) {
        return null;
      }
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      copy.setAll(entry);
      if (!fields.message(entry).has(MessageField.ID)) {
        copy.put("id", message.getKey());
      }
      list.add(copy);
    }
    return list;
  }

  /** Whether a value is a list of messages, as far as its first entries tell. */
  boolean isListOfMessages(JsonNode value) {
    ArrayNode list = of(value);
    return list != null && areMessages(list);
  }

  /** Whether the entries of a list are messages, as far as the first of them tell. */
  boolean areMessages(ArrayNode list) {
    int looked = 0;
    for (JsonNode entry : list) {
      if (entry instanceof ObjectNode object && isMessage(object)) {
        return true;
      }
      if (++looked == 10) {
        return false;
      }
    }
    return false;
  }

  /** Whether an object has somebody who speaks and something that is said. */
  boolean isMessage(ObjectNode entry) {
    View<MessageField> view = fields.message(entry);
    if (Messages.hasSpeaker(view) && Messages.hasSomething(view)) {
      return true;
    }
    ObjectNode wrapped = Messages.wrapped(view, fields);
    return wrapped != null;
  }
}
