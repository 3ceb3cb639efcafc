package dev.decorum.read;

import dev.decorum.read.bytes.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The column names of a table, and which of them stand for our fields. */
final class TableHeader {
  /** Columns that hold a conversation as JSON. */
  static final List<String> LISTS =
      List.of("chat_history", "messages", "conversations", "conversation");

  private final String file;
  private final List<String> names;
  private final List<String> plainNames = new ArrayList<>();
  private final InputOptions options;

  TableHeader(String file, List<String> names, InputOptions options) {
    this.file = file;
    List<String> trimmed = new ArrayList<>();
    for (String name : names) {
      trimmed.add(name.strip());
      plainNames.add(plain(name));
    }
    this.names = Collections.unmodifiableList(trimmed);
    this.options = options;
  }

  int size() {
    return names.size();
  }

  List<String> names() {
    return names;
  }

  String name(int column) {
    return names.get(column);
  }

  /**
   * The column of a field: where the user says it is, else the first of the aliases that is there;
   * -1 if there is none.
   *
   * @throws InputException if the user's column is not there
   */
  int column(String field, List<String> aliases) {
    String mapped = options.columns().get(field);
    if (mapped != null) {
      int column = named(mapped);
      if (column < 0) {
        throw new InputException(
            file
                + ": there is no column \""
                + mapped
                + "\" for "
                + field
                + "; the columns are "
                + described());
      }
      return column;
    }
    for (String alias : aliases) {
      int column = named(alias);
      if (column >= 0) {
        return column;
      }
    }
    return -1;
  }

  /** The column of this name, exactly or but for case and separators; -1 if there is none. */
  int named(String name) {
    int column = names.indexOf(name);
    if (column >= 0) {
      return column;
    }
    String plain = plain(name);
    column = plain.isEmpty() ? -1 : plainNames.indexOf(plain);
    return column;
  }

  /**
   * Makes sure that the names of the columns that are used, those that are not -1, occur once.
   * Other names may occur as often as they like.
   */
  void requireUnique(int... used) {
    for (int column : used) {
      if (column >= 0 && names.lastIndexOf(names.get(column)) != column) {
        throw new InputException(
            file
                + ": the column name \""
                + names.get(column)
                + "\" occurs twice (columns "
                + (column + 1)
                + " and "
                + (names.lastIndexOf(names.get(column)) + 1)
                + ")");
      }
    }
  }

  /** The names, quoted, for messages. */
  String described() {
    return JsonRow.shorten("\"" + String.join("\", \"", names) + "\"");
  }

  /** {@code conversationId}, {@code conversation_id} and {@code Conversation ID} are one name. */
  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && c != '-' && c != '.' && !Character.isWhitespace(c)) {
        plain.append(c);
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }
}
