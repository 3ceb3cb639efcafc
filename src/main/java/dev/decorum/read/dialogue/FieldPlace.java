package dev.decorum.read.dialogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of an object are in the rows of a file, as a path with {@code []} for each entry
 * of a list.
 *
 * @param path the object's own; empty for the row
 * @param elsewhere names that a layout gives to what is elsewhere, with the paths of that
 */
public record FieldPlace(String path, Map<String, String> elsewhere) {

  /** The row itself. */
  public static final FieldPlace ROW = new FieldPlace("", Map.of());

  public FieldPlace {
    elsewhere = Map.copyOf(elsewhere);
  }

  /** An object all of whose fields are its own. */
  public static FieldPlace of(String path) {
    return new FieldPlace(path, Map.of());
  }

  /** The entries of a list. */
  static FieldPlace entriesOf(String list) {
    return of(withoutNumbers(list) + "[]");
  }

  /** An object within this one. */
  FieldPlace in(String name) {
    return of(of(this, name));
  }

  /** Where the field of this name is. */
  String pathOf(String name) {
    String other = elsewhere.get(name);
    return other == null ? of(this, name) : other;
  }

  private static String of(FieldPlace place, String name) {
    return place.path.isEmpty() ? name : place.path + "." + name;
  }

  /** A path in which the entries of lists are not numbered. */
  static String withoutNumbers(String path) {
    StringBuilder plain = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      plain.append(c);
      if (c == '[') {
        while (i + 1 < path.length() && isDigit(path.charAt(i + 1))) {
          i++;
        }
      }
    }
    return plain.toString();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether a path is that of a field, or of something within it. */
  static boolean isIn(@Nullable String path, String field) {
    return path != null && (path.equals(field) || path.startsWith(field + "."));
  }
}
