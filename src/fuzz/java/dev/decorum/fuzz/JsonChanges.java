package dev.decorum.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Changes to a good JSON file that leave it JSON: what lies behind a parser is reached by them far
 * more often than by changed bytes.
 */
final class JsonChanges {
  private static final int CHANGE_BYTES = 4;

  /** Copies within the file can double it each time. */
  private static final int MOST_CHANGES = 12;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "ab",
          "!",
          "\ud83d\ude42",
          "<|endoftext|>",
          "x".repeat(2_000),
          "BPE",
          "ByteLevel",
          "Sequence",
          "Split",
          "NFC",
          "NFKD",
          "Lowercase",
          "Digits",
          "Whitespace",
          "Punctuation",
          "Isolated",
          "MergedWithNext",
          "Contiguous",
          "TemplateProcessing",
          "a b",
          "F32",
          "F16",
          "I64",
          "gpt2",
          "gelu",
          "all",
          "../outside.safetensors",
          "link.safetensors",
          "/etc/hostname",
          "model.safetensors",
          "{memory}",
          "{",
          "type",
          "pretokenizers");

  private static final List<JsonNode> OTHERS =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(true),
          NODES.booleanNode(false),
          NODES.numberNode(0),
          NODES.numberNode(1),
          NODES.numberNode(-1),
          NODES.numberNode(3),
          NODES.numberNode(65_536),
          NODES.numberNode(Integer.MAX_VALUE),
          NODES.numberNode(Long.MAX_VALUE),
          NODES.numberNode(0.5),
          NODES.numberNode(new BigDecimal("1e999999")),
          NODES.arrayNode(),
          NODES.objectNode());

  /** A value and where it is: under a key of an object, or in a list. */
  private record Place(JsonNode parent, String key, int index) {}

  private JsonChanges() {}

  /** The file with changes of four bytes each: two for the place, one for what, one for a value. */
  static byte[] apply(byte[] good, byte[] changes) throws IOException {
    JsonNode root = MAPPER.readTree(good);
    int length = Math.min(changes.length, MOST_CHANGES * CHANGE_BYTES);
    for (int i = 0; i + CHANGE_BYTES <= length; i += CHANGE_BYTES) {
      List<Place> places = new ArrayList<>();
      collect(root, places);
      if (!places.isEmpty()) {
        int which = (changes[i] & 0xff) << 8 | (changes[i + 1] & 0xff);
        Place place = places.get(which % places.size());
        change(place, changes[i + 2] & 0xff, changes[i + 3] & 0xff, places);
      }
    }
    return MAPPER.writeValueAsBytes(root);
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : object.properties()) {
        places.add(new Place(node, property.getKey(), 0));
        collect(property.getValue(), places);
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        places.add(new Place(node, "", i));
        collect(list.get(i), places);
      }
    }
  }

  private static void change(Place place, int what, int value, List<Place> places) {
    switch (what % 6) {
      case 0 -> set(place, OTHERS.get(value % OTHERS.size()));
      case 1 -> set(place, TextNode.valueOf(TEXTS.get(value % TEXTS.size())));
      case 2 -> set(place, get(places.get(value % places.size())));
      case 3 -> remove(place);
      case 4 -> {
        if (place.parent() instanceof ObjectNode object) {
          object.set(TEXTS.get(value % TEXTS.size()), get(place).deepCopy());
        } else if (place.parent() instanceof ArrayNode list) {
          list.insert(place.index(), get(place).deepCopy());
        }
      }
      default -> {
        JsonNode wrapped = NODES.arrayNode().add(get(place).deepCopy());
        set(place, value % 2 == 0 ? wrapped : NODES.objectNode().set("type", wrapped));
      }
    }
  }

  private static JsonNode get(Place place) {
    return place.parent() instanceof ObjectNode object
        ? object.get(place.key())
        : place.parent().get(place.index());
  }

  private static void set(Place place, JsonNode value) {
    if (place.parent() instanceof ObjectNode object) {
      object.set(place.key(), value.deepCopy());
    } else if (place.parent() instanceof ArrayNode list) {
      list.set(place.index(), value.deepCopy());
    }
  }

  private static void remove(Place place) {
    if (place.parent() instanceof ObjectNode object) {
      object.remove(place.key());
    } else if (place.parent() instanceof ArrayNode list) {
      list.remove(place.index());
    }
  }
}
