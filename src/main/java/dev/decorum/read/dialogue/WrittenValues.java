package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.PythonLiteral;
import org.jspecify.annotations.Nullable;

/** Lists and objects that a program has written into a text, as JSON or as Python shows them. */
final class WrittenValues {
  private final Json json;

  WrittenValues(Json json) {
    this.json = json;
  }

  /** Whether a text may be a list or an object. */
  static boolean mayBe(String text) {
    int i = 0;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i < text.length()
        && (text.charAt(i) == '['
            || text.charAt(i) == '{'
            || text.startsWith("\"[", i)
            || text.startsWith("\"{", i)
            || text.startsWith("array(", i));
  }

  /** The list or object that is written in a text; {@code null} if there is none. */
  @Nullable JsonNode read(String text) {
    JsonNode value = parsed(text);
    // Some have been written twice.
    if (value != null && value.isTextual() && mayBe(value.textValue())) {
      value = parsed(value.textValue());
    }
    return value != null && value.isContainerNode() ? value : null;
  }

  private @Nullable JsonNode parsed(String text) {
    try {
      return json.value(text);
    } catch (RowException e) {
      String rewritten = PythonLiteral.toJson(text);
      if (rewritten == null) {
        return null;
      }
      try {
        return json.value(rewritten);
      } catch (RowException e2) {
        return null;
      }
    }
  }

  /** Why a text that should be a list is none. */
  String complaint(String text) {
    try {
      json.value(text);
      return "it is JSON of something else";
    } catch (RowException e) {
      return e.getMessage();
    }
  }
}
