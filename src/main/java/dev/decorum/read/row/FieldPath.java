package dev.decorum.read.row;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a row a field is: a key, a dotted path ({@code meta.id}, {@code turns[0].text}) or a
 * JSON pointer ({@code /meta/id}).
 */
public final class FieldPath {
  private final String name;
  private final @Nullable JsonPointer pointer;
  private final List<String> steps;

  public FieldPath(String name) {
    this.name = name;
    this.pointer = name.startsWith("/") ? JsonPointer.compile(name) : null;
    this.steps = List.of(name.replace("[", ".").replace("]", "").split("\\.", -1));
  }

  /** The path as the user wrote it. */
  public String name() {
    return name;
  }

  /** The value; {@code null} if it is missing, not if it is a JSON null. */
  public @Nullable JsonNode in(JsonNode row) {
    // A key that contains a dot is a key before it is a path.
    JsonNode exact = row.get(name);
    if (exact != null) {
      return exact;
    }
    if (pointer != null) {
      JsonNode found = row.at(pointer);
      return found.isMissingNode() ? null : found;
    }
    JsonNode node = row;
    for (String step : steps) {
      node = node.isArray() && isIndex(step) ? node.get(Integer.parseInt(step)) : node.get(step);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  private static boolean isIndex(String step) {
    if (step.isEmpty() || step.length() > 9) {
      return false;
    }
    for (int i = 0; i < step.length(); i++) {
      if (step.charAt(i) < '0' || step.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
