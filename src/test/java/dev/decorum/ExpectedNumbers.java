package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds one JSON tree against another that somebody else computed: every number of the expected one
 * must be found under the same path, and where it says null there must be no number. Lists are
 * compared by position, slices by what they are slices of. A path is written without positions, as
 * {@code /calibration/bins/count}.
 */
public final class ExpectedNumbers {
  private static final double TOLERANCE = 1e-9;
  private static final List<String> NAMES = List.of("field", "value", "reference", "candidate");

  private final Set<String> exceptions;
  private final Map<String, String> renamed;
  private final List<String> excepted = new ArrayList<>();
  private int compared;

  /**
   * @param exceptions paths below which nothing is compared
   * @param renamed for a path of the expected tree the JSON pointer, from the parent, of the other
   */
  public ExpectedNumbers(Set<String> exceptions, Map<String, String> renamed) {
    this.exceptions = exceptions;
    this.renamed = renamed;
  }

  /** Fails unless {@code found} has every number of {@code expected}. */
  public void check(JsonNode expected, JsonNode found) {
    check(expected, found, "", "");
  }

  /** How many numbers were compared so far. */
  public int compared() {
    return compared;
  }

  /** Fails unless every exception was met: one that is not needed hides something. */
  public void checkExceptions() {
    for (String exception : exceptions) {
      assertTrue(excepted.contains(exception), exception + " is no longer an exception");
    }
  }

  private void check(JsonNode expected, @Nullable JsonNode found, String path, String place) {
    if (exceptions.contains(path)) {
      excepted.add(path);
    } else if (expected.isObject()) {
      for (Map.Entry<String, JsonNode> entry : expected.properties()) {
        String inner = path + "/" + entry.getKey();
        String pointer = renamed.getOrDefault(inner, "/" + entry.getKey());
        check(
            entry.getValue(),
            found == null ? null : found.at(pointer),
            inner,
            place + "/" + entry.getKey());
      }
    } else if (expected.isArray()) {
      for (int i = 0; i < expected.size(); i++) {
        check(
            expected.get(i),
            found == null ? null : counterpart(expected.get(i), i, found),
            path,
            place + "/" + i);
      }
    } else if (expected.isNumber()) {
      compared++;
      assertTrue(found != null && found.isNumber(), place + " is no number but " + found);
      double value = expected.doubleValue();
      assertEquals(value, found.doubleValue(), TOLERANCE * Math.max(1, Math.abs(value)), place);
    } else if (expected.isNull()) {
      compared++;
      assertFalse(hasNumber(found), place + " should be undefined but is " + found);
    }
  }

  private static @Nullable JsonNode counterpart(JsonNode expected, int position, JsonNode list) {
    if (!expected.has("field")) {
      return list.get(position);
    }
    for (JsonNode item : list) {
      if (NAMES.stream().allMatch(name -> expected.path(name).equals(item.path(name)))) {
        return item;
      }
    }
    return null;
  }

  private static boolean hasNumber(@Nullable JsonNode node) {
    if (node == null) {
      return false;
    }
    for (JsonNode inner : node) {
      if (hasNumber(inner)) {
        return true;
      }
    }
    return node.isNumber();
  }
}
