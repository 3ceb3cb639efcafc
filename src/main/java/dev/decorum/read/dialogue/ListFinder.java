package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the list of messages of a row: where the user says it is, under one of its known names, or
 * further inside, as in the records of gateways ({@code request.messages}).
 */
final class ListFinder {
  private static final int DEEPEST = 3;
  private static final int MOST_OBJECTS = 200;

  /** Where replies are, and not what they answer. */
  private static final Set<RowField> NO_CONTEXT =
      EnumSet.of(
          RowField.REPLY,
          RowField.CHOICES,
          RowField.CHOSEN,
          RowField.REJECTED,
          RowField.CANDIDATES,
          RowField.SYSTEM,
          RowField.MEMORY,
          RowField.DESCRIPTION);

  /** An object that is to be looked through, and where it is. */
  private record Place(String path, ObjectNode object, List<ObjectNode> carriers) {}

  private final Fields fields;
  private final MessageLists lists;

  ListFinder(Fields fields) {
    this.fields = fields;
    this.lists = new MessageLists(fields);
  }

  /**
   * The list of messages; {@code null} if there is none.
   *
   * @throws RowException if several could be meant, or the user's is none
   */
  @Nullable FoundList find(ObjectNode row, View<RowField> view) throws RowException {
    if (fields.isMapped(RowField.MESSAGES)) {
      Found found = view.get(RowField.MESSAGES);
      return found == null ? null : required(found);
    }
    FoundList first = null;
    for (Found found = view.peek(RowField.MESSAGES); found != null; found = found.next()) {
      ArrayNode list = lists.of(found.value());
      if (list == null || !mayBeMessages(list)) {
        continue;
      }
      if (first == null || first.list().isEmpty()) {
        first = new FoundList(found.name(), list, List.of());
      } else if (haveSides(list) && haveSides(first.list()) && !list.equals(first.list())) {
        throw several(first.name(), found.name());
      }
    }
    return first == null ? deeper(row) : first;
  }

  private static RowException several(String first, String second) {
    return new RowException(
        "there are several lists of messages: "
            + first
            + " and "
            + second
            + "; name the one that is meant, for example with --map messages="
            + first);
  }

  /** A value that has to be a list of messages. */
  FoundList required(Found found) throws RowException {
    ArrayNode list = lists.of(found.value());
    if (list == null) {
      JsonNode value = found.value();
      if (value.isTextual() && WrittenValues.mayBe(value.textValue())) {
        throw new RowException(
            found.name()
                + " holds no list of messages: "
                + fields.written().complaint(value.textValue()));
      }
      throw new RowException(
          found.name() + " is " + Json.kind(value) + ", expected a list of messages");
    }
    return new FoundList(found.name(), list, List.of());
  }

  /** Under a known name: messages, pairs or exchanges, or none at all. */
  private boolean mayBeMessages(ArrayNode list) {
    if (list.isEmpty()) {
      return true;
    }
    JsonNode first = list.get(0);
    if (first.isTextual()) {
      return WrittenValues.mayBe(first.textValue());
    }
    return first.isObject() || (first.isArray() && first.size() == 2);
  }

  private @Nullable FoundList deeper(ObjectNode row) throws RowException {
    List<Place> places = List.of(new Place("", row, List.of()));
    int looked = 0;
    for (int depth = 0; depth <= DEEPEST && !places.isEmpty(); depth++) {
      List<FoundList> found = new ArrayList<>();
      List<Place> next = new ArrayList<>();
      for (Place place : places) {
        for (Map.Entry<String, JsonNode> field : place.object().properties()) {
          if (isNoContext(field.getKey())) {
            continue;
          }
          String path =
              place.path().isEmpty() ? field.getKey() : place.path() + "." + field.getKey();
          JsonNode value = field.getValue();
          boolean named = depth > 0 && fields.means(field.getKey(), RowField.MESSAGES);
          if (value.isTextual() && mayHoldMessages(value.textValue())) {
            JsonNode written = fields.written().read(value.textValue());
            value = written == null ? value : written;
          }
          ArrayNode list =
              named ? lists.of(value) : value instanceof ArrayNode array ? array : null;
          if (list != null && (named ? mayBeMessages(list) && !list.isEmpty() : haveSides(list))) {
            found.add(new FoundList(path, list, place.carriers()));
          } else if (value instanceof ObjectNode object && looked++ < MOST_OBJECTS) {
            List<ObjectNode> carriers = new ArrayList<>(place.carriers());
            carriers.add(object);
            next.add(new Place(path, object, carriers));
          }
        }
      }
      if (found.size() > 1) {
        throw several(found.get(0).name(), found.get(1).name());
      }
      if (found.size() == 1) {
        return found.get(0);
      }
      places = next;
    }
    return null;
  }

  /** Whether a text may be JSON or Python with messages in it, as cells of tables are. */
  private static boolean mayHoldMessages(String text) {
    return WrittenValues.mayBe(text)
        && (text.contains("role") || text.contains("from") || text.contains("sender"))
        && (text.contains("content") || text.contains("text") || text.contains("message"));
  }

  private boolean isNoContext(String name) {
    for (RowField field : NO_CONTEXT) {
      if (fields.means(name, field)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether entries are messages whose side is told by known words, under whatever name they are.
   */
  private boolean haveSides(ArrayNode list) {
    int known = 0;
    int looked = 0;
    for (JsonNode entry : list) {
      if (!(entry instanceof ObjectNode object) || looked == 10) {
        break;
      }
      looked++;
      View<MessageField> view = fields.message(object);
      ObjectNode inner = Messages.wrapped(view, fields);
      if (inner != null) {
        view = fields.message(inner).orElse(view);
      }
      try {
        Speaking speaking = Speaking.of(view, fields, "");
        if (speaking.role() != null && Messages.hasSomething(view)) {
          known++;
        }
      } catch (RowException e) {
        known++;
      }
    }
    return known > 0 && known * 2 > looked;
  }
}
