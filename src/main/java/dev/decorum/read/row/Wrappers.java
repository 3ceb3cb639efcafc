package dev.decorum.read.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a document that is one object around them: the answers of web interfaces
 * ({@code {"data": […]}}), of Hugging Face's data set viewer ({@code rows[].row}), and the shapes
 * in which pandas writes a table.
 */
public final class Wrappers {

  /** What an object within a document is. */
  public enum Inner {
    /** Nothing known. */
    NONE,
    /** A conversation with a list of its own. */
    CONVERSATION,
    /** A question and its answer, or several. */
    EXCHANGE,
    /** A message that names its conversation. */
    MESSAGE,
    /** A message of the only conversation that there is. */
    LONE_MESSAGE
  }

  /**
   * Where the rows of a document are.
   *
   * @param outer the key of the object that holds the lists; {@code null} if it is the document
   * @param lists the keys of the lists
   */
  public record Place(@Nullable String outer, Set<String> lists) {

    public Place {
      lists = Collections.unmodifiableSet(new LinkedHashSet<>(lists));
    }

    /** The way to the lists, for messages. */
    public String described() {
      String prefix = outer == null ? "" : outer + ".";
      return prefix + String.join("\", \"" + prefix, lists);
    }
  }

  /** Tells what an object within a document is. */
  @FunctionalInterface
  public interface Classifier {
    Inner judge(ObjectNode object);
  }

  /** Names of lists of rows. */
  private static final Set<String> LISTS =
      Set.of(
          "data",
          "rows",
          "conversations",
          "items",
          "results",
          "records",
          "chats",
          "threads",
          "sessions",
          "logs",
          "traces",
          "runs",
          "dialogues",
          "dialogs",
          "tickets",
          "entries",
          "list",
          "documents",
          "value",
          "hits",
          "events",
          "examples",
          "samples",
          "output",
          "result",
          "conversation_list",
          "chat_sessions",
          "chat_list",
          "messages");

  private static final String ROW = "row";

  private final Classifier judge;

  public Wrappers(Classifier judge) {
    this.judge = judge;
  }

  /** Where the lists of rows are; {@code null} if there are none. */
  public @Nullable Place place(ObjectNode document) {
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      if (LISTS.contains(field.getKey()) && areRows(field.getKey(), field.getValue())) {
        return new Place(null, allLists(document, field.getKey()));
      }
    }
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      if (field.getValue() instanceof ObjectNode inner) {
        for (Map.Entry<String, JsonNode> deeper : inner.properties()) {
          if (LISTS.contains(deeper.getKey()) && areConversations(deeper.getValue())) {
            return new Place(field.getKey(), allLists(inner, deeper.getKey()));
          }
        }
      }
    }
    return null;
  }

  /** A list of rows and those beside it that hold conversations, under whatever name. */
  private Set<String> allLists(ObjectNode object, String known) {
    Set<String> lists = new LinkedHashSet<>(Set.of(known));
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (areConversations(field.getValue())) {
        lists.add(field.getKey());
      }
    }
    return lists;
  }

  private boolean areConversations(JsonNode value) {
    return first(value) instanceof ObjectNode row && judge.judge(row) == Inner.CONVERSATION;
  }

  private boolean areRows(String name, JsonNode value) {
    JsonNode first = first(value);
    if (!(first instanceof ObjectNode row)) {
      return false;
    }
    if (row.get(ROW) instanceof ObjectNode viewed) {
      return judge.judge(viewed) != Inner.NONE;
    }
    return switch (judge.judge(row)) {
      case CONVERSATION -> true;
      case EXCHANGE, MESSAGE -> !isListOfMessages(name);
      case LONE_MESSAGE, NONE -> false;
    };
  }

  private static boolean isListOfMessages(String name) {
    return name.equals("conversations") || name.equals("messages") || name.equals("events");
  }

  private static @Nullable JsonNode first(JsonNode value) {
    return value.isArray() ? value.get(0) : null;
  }

  /** The row that the viewer shows; else the object itself. */
  static ObjectNode viewed(ObjectNode element) {
    return element.get(ROW) instanceof ObjectNode row && element.has("row_idx") ? row : element;
  }

  /** The rows of a table as pandas writes it; {@code null} if it is none. */
  public @Nullable List<ObjectNode> table(ObjectNode document) {
    if (document.get("columns") instanceof ArrayNode columns
        && document.get("data") instanceof ArrayNode data) {
      return split(columns, data);
    }
    return !document.isEmpty() && areAll(document, true) ? columns(document) : null;
  }

  /** The conversations of an object that has each under its key; {@code null} if it is none. */
  public @Nullable List<ObjectNode> byKey(ObjectNode document) {
    if (document.isEmpty() || !(areAll(document, true) || areAll(document, false))) {
      return null;
    }
    List<ObjectNode> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      if (field.getValue() instanceof ObjectNode object) {
        row.setAll(object);
      } else {
        row.set("messages", field.getValue());
      }
      Inner inner = judge.judge(row);
      // pandas' orient index has any rows, and numbers for their keys.
      boolean indexed = isIndex(field.getKey()) && inner != Inner.NONE;
      if (inner != Inner.CONVERSATION && !indexed) {
        return null;
      }
      if (!row.hasNonNull("id") && !isIndex(field.getKey())) {
        row.put("id", field.getKey());
      }
      rows.add(row);
    }
    return rows;
  }

  private static boolean areAll(ObjectNode document, boolean objects) {
    for (JsonNode value : document) {
      if (objects ? !value.isObject() : !value.isArray()) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable List<ObjectNode> split(ArrayNode columns, ArrayNode data) {
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode cells : data) {
      if (!cells.isArray() || cells.size() != columns.size()) {
        return null;
      }
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < columns.size(); i++) {
        row.set(columns.get(i).asText(), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Columns under their names, each an object of cells by the index of the row. */
  private @Nullable List<ObjectNode> columns(ObjectNode document) {
    JsonNode first = document.elements().next();
    List<ObjectNode> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> cell : first.properties()) {
      if (!isIndex(cell.getKey())) {
        return null;
      }
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> column : document.properties()) {
        JsonNode value = column.getValue().get(cell.getKey());
        if (value == null || column.getValue().size() != first.size()) {
          return null;
        }
        row.set(column.getKey(), value);
      }
      rows.add(row);
    }
    return rows.isEmpty() || judge.judge(rows.get(0)) == Inner.NONE ? null : rows;
  }

  private static boolean isIndex(String key) {
    if (key.isEmpty() || key.length() > 12) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < '0' || key.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
