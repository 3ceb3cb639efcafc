package dev.decorum.read.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.FieldValue;
import dev.decorum.failure.JsonComplaint;
import dev.decorum.read.bytes.RowMemory;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses rows strictly; every complaint is a {@link RowException}, with the place if known. */
public final class Json {
  private static final Pattern NON_STANDARD_NUMBER =
      Pattern.compile("Non-standard token '([^']*)'");
  private static final int DEEPEST = 1_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonFactory factory;

  public Json(int maxRowBytes) {
    this.factory = factory(maxRowBytes).build();
  }

  private static JsonFactoryBuilder factory(int maxRowBytes) {
    JsonFactoryBuilder builder = new JsonFactoryBuilder();
    builder.disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    return builder
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(Math.max(maxRowBytes, 1))
                .maxNestingDepth(DEEPEST)
                // Two bytes of the file may ask for a hundred of memory.
                .maxTokenCount(RowMemory.ofThisProcess().values())
                .build())
        // Exporters forget to escape tabs; there is only one way to understand them.
        .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
        // Python and pandas write NaN and Infinity for missing numbers.
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);
  }

  /**
   * The first value of a row.
   *
   * @param node an object or anything else
   * @param end the offset in the row just behind it
   */
  record First(JsonNode node, int end) {}

  /** The row's one JSON object. */
  public ObjectNode object(Row row) throws RowException {
    First first = first(row);
    if (first.node() instanceof ObjectNode object) {
      if (next(row, first.end()) < row.length()) {
        throw new RowException(
            "not valid JSON: there is more after the end of the value", next(row, first.end()));
      }
      return object;
    }
    throw new RowException("the row is " + kind(first.node()) + ", expected an object", 0);
  }

  /** The first value of a row, after which there may be more. */
  First first(Row row) throws RowException {
    row.requireUtf8();
    // The parser would take a NUL here for a sign of UTF-16 or UTF-32.
    for (int i = row.from(); i < Math.min(row.from() + 4, row.to()); i++) {
      if (row.bytes()[i] == 0) {
        throw new RowException("not valid JSON: a NUL byte", i - row.from());
      }
    }
    try (JsonParser parser = factory.createParser(row.bytes(), row.from(), row.length())) {
      JsonNode node = node(parser);
      int end = (int) parser.currentLocation().getByteOffset();
      return new First(node, node.isContainerNode() ? end : row.length());
    } catch (IOException e) {
      throw complaint(e, null);
    }
  }

  /** The offset of the next byte of a row that is not blank; its length if there is none. */
  static int next(Row row, int offset) {
    int at = offset;
    while (at < row.length()) {
      byte b = row.bytes()[row.from() + at];
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        break;
      }
      at++;
    }
    return at;
  }

  /** JSON within a cell of a table. */
  public JsonNode value(String text) throws RowException {
    try (JsonParser parser = factory.createParser(text)) {
      return value(parser);
    } catch (IOException e) {
      throw complaint(e, null);
    } catch (RowException e) {
      throw new RowException(e.getMessage());
    }
  }

  /**
   * Whether the first object of a stream, or of a list that is in it, has this key. Reads no
   * further than it has to; what is not JSON has no keys.
   */
  public boolean firstObjectHas(InputStream in, String key) throws IOException {
    try (JsonParser parser = factory.createParser(in)) {
      return firstObjectHas(parser, key);
    } catch (JsonProcessingException | CharConversionException e) {
      return false;
    }
  }

  /** Whether the first object of a file has another in it, or in one of its arrays. */
  public boolean firstObjectHasObjects(InputStream in) throws IOException {
    try (JsonParser parser = factory.createParser(in)) {
      int objects = 0;
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          objects++;
          depth++;
        } else if (token == JsonToken.END_OBJECT && --depth == 0) {
          break;
        }
      }
      return objects > 1;
    } catch (JsonProcessingException | CharConversionException e) {
      return false;
    }
  }

  private static boolean firstObjectHas(JsonParser parser, String key) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_ARRAY) {
      token = parser.nextToken();
    }
    if (token != JsonToken.START_OBJECT) {
      return false;
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (name.equals(key)) {
        return true;
      }
      parser.nextToken();
      parser.skipChildren();
    }
    return false;
  }

  private JsonNode node(JsonParser parser) throws RowException {
    try {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new RowException("not valid JSON: there is no value");
      }
      return tree(parser, first);
    } catch (IOException | RuntimeException e) {
      throw complaint(e, parser.currentTokenLocation());
    }
  }

  /**
   * The value that begins with a token. The mapper does the same with more effort, and does not
   * tell where a key stands that occurs twice.
   */
  private static JsonNode tree(JsonParser parser, JsonToken token)
      throws IOException, RowException {
    return switch (token) {
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
          };
      // Kept numbers have to come out as they went in.
      case VALUE_NUMBER_FLOAT ->
          parser.isNaN()
              ? NODES.numberNode(parser.getDoubleValue())
              : DecimalNode.valueOf(parser.getDecimalValue());
      default -> throw new IllegalStateException("a value cannot begin with " + token);
    };
  }

  private static ObjectNode members(JsonParser parser) throws IOException, RowException {
    ObjectNode object = NODES.objectNode();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      if (object.has(key)) {
        // Of two values for one key no one can say which was meant.
        throw new RowException(
            "the key \"" + RowException.shorten(key) + "\" occurs twice",
            offset(parser.currentTokenLocation()));
      }
      object.set(key, tree(parser, parser.nextToken()));
    }
    return object;
  }

  private static ArrayNode elements(JsonParser parser) throws IOException, RowException {
    ArrayNode list = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(tree(parser, token));
    }
    return list;
  }

  private JsonNode value(JsonParser parser) throws RowException {
    JsonNode node = node(parser);
    try {
      if (parser.nextToken() != null) {
        throw new RowException(
            "not valid JSON: there is more after the end of the value",
            offset(parser.currentTokenLocation()));
      }
      return node;
    } catch (IOException | RuntimeException e) {
      throw complaint(e, parser.currentTokenLocation());
    }
  }

  /** A value as it is carried to the output. */
  public static FieldValue fieldValue(JsonNode node) {
    return node.isTextual()
        ? FieldValue.string(node.textValue())
        : FieldValue.literal(node.toString());
  }

  /**
   * A boolean of an object, false if it is missing or null.
   *
   * @param shown its name in messages
   */
  public static boolean flag(JsonNode object, String name, String shown) throws RowException {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new RowException(shown + " is " + kind(value) + ", expected a boolean");
    }
    return value.booleanValue();
  }

  /** What a value is, for messages. */
  public static String kind(@Nullable JsonNode node) {
    if (node == null) {
      return "missing";
    }
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL, MISSING -> "missing";
    };
  }

  // Whatever the parser throws on bad data, unchecked exceptions included, is about this row only.
  private static RowException complaint(Exception e, @Nullable JsonLocation token) {
    if (e instanceof NumberFormatException) {
      return new RowException("not valid JSON: a number is out of range", offset(token));
    }
    if (!(e instanceof JsonProcessingException json)) {
      return new RowException(
          "not valid JSON: " + JsonComplaint.of(String.valueOf(e.getMessage())), offset(token));
    }
    int offset = offset(json.getLocation());
    if (offset < 0) {
      offset = offset(token);
    }
    String message = String.valueOf(json.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      return new RowException("JSON beyond the limits: " + JsonComplaint.of(message), offset);
    }
    Matcher nonStandard = NON_STANDARD_NUMBER.matcher(message);
    if (nonStandard.lookingAt()) {
      String number = nonStandard.group(1);
      return new RowException(
          "not valid JSON: " + number + " is not a number", Math.max(-1, offset - number.length()));
    }
    return new RowException("not valid JSON: " + JsonComplaint.of(message), offset);
  }

  private static int offset(@Nullable JsonLocation location) {
    return location == null || location.getByteOffset() < 0 ? -1 : (int) location.getByteOffset();
  }
}
