package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names that exports give to fields, by what they mean. Case and separators do not matter:
 * {@code conversationId}, {@code conversation_id} and {@code Conversation ID} are one name.
 *
 * <p>Not thread-safe: it remembers the names that it has seen.
 *
 * @param <F> the meanings
 */
final class Vocabulary<F extends Enum<F> & FieldMeaning> {
  /** Names repeat from row to row; an export with ids for names must not fill the memory. */
  private static final int MOST_REMEMBERED = 4_096;

  /** Every name by what it means, made once for all files. */
  static final class Names<F extends Enum<F> & FieldMeaning> {
    private final Class<F> type;
    private final Map<String, Meaning<F>> meanings = new HashMap<>();

    Names(Class<F> type) {
      this.type = type;
      for (F field : EnumSet.allOf(type)) {
        List<String> known = field.names();
        for (int rank = 0; rank < known.size(); rank++) {
          Meaning<F> before = meanings.put(plain(known.get(rank)), new Meaning<>(field, rank));
          if (before != null) {
            throw new IllegalArgumentException(known.get(rank) + " has two meanings");
          }
        }
      }
    }
  }

  private record Meaning<F>(F field, int rank) {}

  private final Class<F> type;
  private final Map<String, Meaning<F>> meanings;
  private final Map<String, Optional<Meaning<F>>> remembered = new HashMap<>();

  Vocabulary(Names<F> names) {
    this.type = names.type;
    this.meanings = names.meanings;
  }

  /** The fields of an object whose names are known. */
  View<F> view(ObjectNode object) {
    return view(object, null, FieldPlace.ROW);
  }

  /**
   * The same, where every field that is used is told.
   *
   * @param survey {@code null} if that is not wanted
   */
  View<F> view(ObjectNode object, @Nullable FieldSurvey survey, FieldPlace place) {
    View<F> view = new View<>(type, survey, place);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = Scalars.plain(field.getValue());
      if (!Scalars.isMissing(value)) {
        Meaning<F> meaning = meaning(field.getKey());
        if (meaning != null) {
          view.add(meaning.field(), new Found(field.getKey(), value, meaning.rank()));
        }
      }
    }
    return view;
  }

  /** Whether a name has this meaning. */
  boolean means(String name, F field) {
    Meaning<F> meaning = meaning(name);
    return meaning != null && meaning.field() == field;
  }

  /** What a name means; {@code null} if it means nothing. */
  @Nullable F meaningOf(String name) {
    Meaning<F> meaning = meaning(name);
    return meaning == null ? null : meaning.field();
  }

  /** Whether a name has any meaning. */
  boolean knows(String name) {
    return meaning(name) != null;
  }

  private @Nullable Meaning<F> meaning(String name) {
    Optional<Meaning<F>> known = remembered.get(name);
    if (known == null) {
      // The name of an account is not the name of a speaker; "userName" is "user_name".
      known =
          name.equalsIgnoreCase("username") && !name.endsWith("Name")
              ? Optional.empty()
              : Optional.ofNullable(meanings.get(plain(name)));
      if (remembered.size() < MOST_REMEMBERED) {
        remembered.put(name, known);
      }
    }
    return known.orElse(null);
  }

  /** A name without what does not matter in it. */
  static String plain(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isSeparator(c)) {
        plain.append(c);
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isSeparator(char c) {
    return c == '_' || c == '-' || c == '.' || Character.isWhitespace(c);
  }

  /**
   * Whether a name is this plain one, in whatever case and with whatever separators.
   *
   * @param plain of the letters a to z only
   */
  static boolean isPlainly(String plain, String name) {
    if (name.length() < plain.length()) {
      return false;
    }
    int at = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isSeparator(c)) {
        if (at == plain.length() || Character.toLowerCase(c) != plain.charAt(at)) {
          return false;
        }
        at++;
      }
    }
    return at == plain.length();
  }
}
