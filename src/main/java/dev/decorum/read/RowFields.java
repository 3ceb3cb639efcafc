package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.conversation.FieldValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds our fields in a JSON object, under the names that the user or the format gives them. */
final class RowFields {

  /** A field's value and the name under which it was found. */
  record Found(String name, JsonNode value) {}

  private final Map<String, FieldPath> mapped = new HashMap<>();
  private final List<FieldPath> kept = new ArrayList<>();

  RowFields(InputOptions options) {
    options.columns().forEach((field, column) -> mapped.put(field, new FieldPath(column)));
    options.keep().forEach(name -> kept.add(new FieldPath(name)));
  }

  /** Whether the user says where this field is. */
  boolean isMapped(String field) {
    return mapped.containsKey(field);
  }

  /**
   * The field where the user says it is, else under the first of the names that is there; {@code
   * null} if it is missing or null.
   */
  @Nullable Found find(JsonNode node, String field, String... names) {
    FieldPath path = mapped.get(field);
    if (path != null) {
      JsonNode value = path.in(node);
      return value == null || value.isNull() ? null : new Found(path.name(), value);
    }
    for (String name : names) {
      JsonNode value = node.get(name);
      if (value != null && !value.isNull()) {
        return new Found(name, value);
      }
    }
    return null;
  }

  /** What a missing field would have been called. */
  String nameOf(String field, String fallback) {
    FieldPath path = mapped.get(field);
    return path == null ? fallback : path.name();
  }

  /** The fields to be carried along, each from the first of these objects that has it. */
  Map<String, FieldValue> kept(JsonNode... objects) {
    Map<String, FieldValue> values = new LinkedHashMap<>();
    for (FieldPath path : kept) {
      JsonNode value = null;
      for (JsonNode object : objects) {
        JsonNode here = value == null || value.isNull() ? path.in(object) : null;
        value = here == null ? value : here;
      }
      if (value != null) {
        values.put(path.name(), Json.fieldValue(value));
      }
    }
    return values;
  }
}
