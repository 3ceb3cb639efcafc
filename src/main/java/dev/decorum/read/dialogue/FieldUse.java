package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.text.NearestNames;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which of the fields that the user has named were in any row, over all inputs. One that never was
 * is a typing error, or a mapping without effect.
 */
public final class FieldUse {
  static final int MOST_NAMES = 1_000;

  private final Set<String> found = new HashSet<>();
  private final Set<String> seen = new LinkedHashSet<>();
  private final Set<String> within = new HashSet<>();
  private final @Nullable Consumer<FieldSurvey> surveys;
  private @Nullable FieldSurvey survey;

  /** More would not be shown. */
  public FieldUse() {
    this(null);
  }

  /**
   * @param surveys takes what was seen of each file when it ends; {@code null} if that is not
   *     wanted
   */
  public FieldUse(@Nullable Consumer<FieldSurvey> surveys) {
    this.surveys = surveys;
  }

  /** A file begins. */
  public void begin(String file) {
    survey = surveys == null ? null : new FieldSurvey(file);
  }

  /** The file ends. */
  public void end() {
    FieldSurvey done = survey;
    survey = null;
    if (done != null && surveys != null) {
      surveys.accept(done);
    }
  }

  /** The survey of the file; {@code null} if none is wanted. */
  @Nullable FieldSurvey survey() {
    return survey;
  }

  /** A field that the user has named was in a row. */
  void found(String name) {
    found.add(name);
  }

  /** Takes note of what fields a row has. */
  public void saw(ObjectNode row) {
    for (Map.Entry<String, JsonNode> field : row.properties()) {
      if (seen.size() == MOST_NAMES) {
        return;
      }
      seen.add(field.getKey());
      // Each of several replies in a list may have the field that is to be kept of it.
      for (JsonNode entry : field.getValue()) {
        Iterator<String> names = entry.fieldNames();
        while (names.hasNext() && within.size() < MOST_NAMES) {
          within.add(names.next());
        }
      }
    }
  }

  /**
   * Looks for typing errors after the first rows of a file.
   *
   * @throws InputException if a field that the user has named is not there and one with nearly the
   *     same name is
   */
  public void checkForTypos(String file, InputOptions options) {
    for (Map.Entry<String, String> map : options.columns().entrySet()) {
      requireLikely(file, map.getValue(), "--map " + map.getKey() + "=" + map.getValue());
    }
    for (String name : options.keep()) {
      requireLikely(file, name, "");
    }
  }

  private void requireLikely(String file, String name, String option) {
    if (isThere(name)) {
      return;
    }
    List<String> nearest = NearestNames.nearest(name, seen);
    if (!nearest.isEmpty()) {
      throw new InputException(
          file
              + ": no row has the field \""
              + name
              + "\""
              + (option.isEmpty() ? "" : " of " + option)
              + "; did you mean "
              + quoted(nearest)
              + "?");
    }
  }

  private boolean isThere(String name) {
    // A path begins with a key; whether it goes on is seen when it is used.
    String first = name.startsWith("/") ? name.substring(1) : name;
    int end = first.length();
    for (char separator : new char[] {'.', '[', '/'}) {
      int at = first.indexOf(separator);
      end = at > 0 ? Math.min(end, at) : end;
    }
    return found.contains(name)
        || seen.contains(name)
        || within.contains(name)
        || seen.contains(first.substring(0, end));
  }

  /** What was seen so far. */
  public SeenFields seen(long rows) {
    return new SeenFields(rows, found, seen);
  }

  private static String quoted(List<String> names) {
    return "\"" + String.join("\" or \"", names) + "\"";
  }
}
