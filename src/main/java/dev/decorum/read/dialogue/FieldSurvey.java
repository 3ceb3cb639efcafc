package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of one file are used for and who speaks in it, for people who want to see how it
 * is understood. Costs time for every field, so most runs have none. Holds no more than {@value
 * #MOST_FIELDS} fields and as many words. Not thread-safe.
 */
public final class FieldSurvey {
  private static final int MOST_FIELDS = 1_000;
  private static final int LONGEST_EXAMPLE = 200;
  private static final int LONGEST_WORD = 200;

  /**
   * A field that was seen.
   *
   * @param path where it is, with {@code []} for each entry of a list
   * @param uses what it is used as; empty if it is not used
   * @param example a value, shortened
   * @param rows in how many rows it is used; if it is never used, in how many it occurs
   * @param holdsText whether a value that was seen is a text that is not a number
   */
  public record Field(
      String path, List<String> uses, String example, long rows, boolean holdsText) {}

  /**
   * A word that says who speaks.
   *
   * @param word as the file has it
   * @param role the side it stands for; {@code null} where it is unknown
   * @param entries how many entries it is in
   */
  public record Word(String word, @Nullable Role role, long entries) {}

  private static final class Seen {
    private final Set<String> uses = new LinkedHashSet<>();
    private final Occurrences all = new Occurrences();
    private final Occurrences used = new Occurrences();
    private boolean holdsText;
  }

  /** Rows with a field, and the first value that is not blank. */
  private static final class Occurrences {
    private String example = "";
    private long rows;
    private long lastRow;

    void add(JsonNode value, long row) {
      if (example.isBlank()) {
        example = example(value);
      }
      if (lastRow != row) {
        lastRow = row;
        rows++;
      }
    }
  }

  private static final class Spoken {
    private @Nullable Role role;
    private long entries;
  }

  private final String file;
  private final Map<String, Seen> fields = new LinkedHashMap<>();
  private final Map<String, Spoken> words = new LinkedHashMap<>();
  private long rows;

  FieldSurvey(String file) {
    this.file = file;
  }

  /** The file as the user would name it. */
  public String file() {
    return file;
  }

  /** How many rows were read. */
  public long rows() {
    return rows;
  }

  /** A row is being read; what is reported from now on is of this row. */
  void row(ObjectNode object) {
    rows++;
    has(FieldPlace.ROW, object);
  }

  /** An object has fields, whether they are used or not. */
  void has(FieldPlace place, ObjectNode object) {
    if (rows == 0) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!Scalars.isMissing(field.getValue())) {
        seen(place.pathOf(field.getKey()), field.getValue());
      }
    }
  }

  /** A field is used. */
  void used(String path, String use, JsonNode value) {
    if (rows == 0 || (value.isContainerNode() && value.isEmpty())) {
      return;
    }
    Seen seen = seen(path, value);
    if (seen != null) {
      seen.uses.add(use);
      seen.used.add(value, rows);
    }
  }

  private @Nullable Seen seen(String path, JsonNode value) {
    Seen seen = fields.get(path);
    if (seen == null) {
      if (fields.size() == MOST_FIELDS) {
        return null;
      }
      seen = new Seen();
      fields.put(path, seen);
    }
    seen.holdsText |= isText(value);
    seen.all.add(value, rows);
    return seen;
  }

  private static boolean isText(JsonNode value) {
    if (!value.isTextual()) {
      return false;
    }
    String text = value.textValue();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isLetter(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static String example(JsonNode value) {
    if (value.isArray()) {
      return value.size() + (value.size() == 1 ? " entry" : " entries");
    }
    if (value.isObject()) {
      List<String> names = new ArrayList<>();
      for (Iterator<String> each = value.fieldNames(); each.hasNext() && names.size() < 20; ) {
        names.add(each.next());
      }
      return shortened("{" + String.join(", ", names) + "}", LONGEST_EXAMPLE);
    }
    return shortened(value.asText(), LONGEST_EXAMPLE);
  }

  private static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }

  /**
   * An entry says who speaks.
   *
   * @param role the side; {@code null} if the word does not tell it
   * @param word {@code null} if something else tells the side
   */
  void speaks(@Nullable Role role, @Nullable String word) {
    if (rows == 0 || word == null) {
      return;
    }
    Spoken spoken = spoken(word);
    if (spoken != null) {
      spoken.entries++;
      spoken.role = role == null ? spoken.role : role;
    }
  }

  /** A word that is not a known role was found to stand for a side. */
  void stands(String word, Role role) {
    Spoken spoken = words.get(shortened(word, LONGEST_WORD));
    if (spoken != null) {
      spoken.role = role;
    }
  }

  private @Nullable Spoken spoken(String word) {
    String plain = shortened(word, LONGEST_WORD);
    Spoken spoken = words.get(plain);
    if (spoken == null && words.size() < MOST_FIELDS) {
      spoken = new Spoken();
      words.put(plain, spoken);
    }
    return spoken;
  }

  /** The fields in the order in which they were met. */
  public List<Field> fields() {
    List<Field> list = new ArrayList<>();
    fields.forEach(
        (path, seen) -> {
          Occurrences occurrences = seen.uses.isEmpty() ? seen.all : seen.used;
          list.add(
              new Field(
                  path,
                  List.copyOf(seen.uses),
                  occurrences.example,
                  occurrences.rows,
                  seen.holdsText));
        });
    return list;
  }

  /** The words in the order in which they were met. */
  public List<Word> words() {
    List<Word> list = new ArrayList<>();
    words.forEach((word, spoken) -> list.add(new Word(word, spoken.role, spoken.entries)));
    return list;
  }
}
