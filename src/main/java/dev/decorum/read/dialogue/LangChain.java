package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Objects as LangChain's {@code dumpd} writes them: {@code {"lc": 1, "type": "constructor", "id":
 * ["langchain", "schema", "messages", "HumanMessage"], "kwargs": {"content": "Hi"}}}.
 */
final class LangChain {
  private LangChain() {}

  static boolean isDumped(JsonNode value) {
    return value.has("lc") && value.path("kwargs").isObject();
  }

  /** The message that a dumped one is, with its class as its type; other values as they are. */
  static JsonNode plain(JsonNode value) {
    if (!value.has("lc") || !(value.get("kwargs") instanceof ObjectNode message)) {
      return value;
    }
    JsonNode names = value.path("id");
    if (!message.has("type") && names.isArray() && !names.isEmpty()) {
      ObjectNode typed = message.deepCopy();
      return typed.put("type", names.get(names.size() - 1).asText());
    }
    return message;
  }
}
