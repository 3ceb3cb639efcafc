package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Single values, however a program wraps them. */
final class Scalars {
  private Scalars() {}

  /**
   * The value itself where MongoDB's extended JSON wraps it in an object: {@code {"$oid": …}},
   * {@code {"$date": …}}, {@code {"$numberLong": …}}.
   */
  static JsonNode plain(JsonNode value) {
    JsonNode plain = value;
    while (plain.isObject() && plain.size() == 1) {
      String key = plain.fieldNames().next();
      if (!key.startsWith("$")) {
        return plain;
      }
      plain = plain.get(key);
    }
    return plain;
  }

  /** Whether a value says nothing: null, or what Python and pandas write for a missing number. */
  static boolean isMissing(@Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return true;
    }
    return value.isFloatingPointNumber()
        && !value.isBigDecimal()
        && !Double.isFinite(value.doubleValue());
  }

  /** Whether a value is a container that is not empty, or a text that is not blank. */
  static boolean isSomething(JsonNode value) {
    return value.isContainerNode() ? !value.isEmpty() : !value.asText().isBlank();
  }

  /** A string that is not blank, or a number, as text; else {@code null}. */
  static @Nullable String text(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue().isBlank() ? null : value.textValue();
    }
    return value.isNumber() ? value.asText() : null;
  }

  /** A boolean in one of its writings; {@code null} for anything else. */
  static @Nullable Boolean bool(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isNumber() || value.isTextual()) {
      return switch (value.asText().strip().toLowerCase(Locale.ROOT)) {
        case "1", "1.0", "true", "t", "yes", "y", "on" -> Boolean.TRUE;
        case "0", "0.0", "false", "f", "no", "n", "off" -> Boolean.FALSE;
        default -> null;
      };
    }
    return null;
  }

  /** Whether a text stands for a missing value, as programs write it into the cells of tables. */
  static boolean isMissing(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "", "nan", "nat", "none", "null", "<na>", "n/a", "-" -> true;
      default -> false;
    };
  }
}
