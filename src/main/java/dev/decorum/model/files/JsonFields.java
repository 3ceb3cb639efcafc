package dev.decorum.model.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.disk.FailureReason;
import dev.decorum.failure.JsonComplaint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read with the expected types. Anything else is refused with a
 * message that names the file, the field and the value.
 *
 * @param where the file, for messages
 * @param node the object
 */
public record JsonFields(String where, ObjectNode node) {

  /** A value of two bytes in the file takes up to a hundred in memory. */
  public static final int MOST_VALUES = 1_000_000;

  /** Deep nesting would exhaust the stack, long numbers the processor: files are untrusted. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(400)
                  .maxNameLength(1 << 16)
                  .maxStringLength(1 << 24)
                  .maxTokenCount(MOST_VALUES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Python writes NaN and Infinity, and reads them again.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          // A table of names is of no use for the fifty thousand different ones of a vocabulary,
          // and hostile names could make it collide.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final ObjectMapper MAPPER =
      new ObjectMapper(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION.mappedFeature());

  public static JsonFields parse(String where, byte[] json) {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new ModelException(where + ": not JSON: " + reason(e), e);
    }
    if (!(node instanceof ObjectNode object)) {
      throw new ModelException(where + ": not a JSON object");
    }
    return new JsonFields(where, object);
  }

  public static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes JSON for people, with a line break at the end. */
  public static byte[] writeIndented(JsonNode node) {
    try {
      String text = MAPPER.writer(new LineFeedPrinter()).writeValueAsString(node);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same line breaks on every system. */
  private static final class LineFeedPrinter extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    LineFeedPrinter() {
      _objectIndenter = new DefaultIndenter("  ", "\n");
      _objectFieldValueSeparatorWithSpaces = ": ";
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new LineFeedPrinter();
    }
  }

  public static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  /** The parser's message on one line, with the line and column in the file. */
  public static String reason(IOException e) {
    if (e instanceof JsonProcessingException json) {
      String line = JsonComplaint.of(String.valueOf(json.getOriginalMessage()));
      return json.getLocation() == null
          ? line
          : line
              + " (line "
              + json.getLocation().getLineNr()
              + ", column "
              + json.getLocation().getColumnNr()
              + ")";
    }
    return FailureReason.of(e);
  }

  public boolean has(String name) {
    return field(name) != null;
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Iterator<String> it = node.fieldNames(); it.hasNext(); ) {
      names.add(it.next());
    }
    return names;
  }

  public void refuseOthersThan(Set<String> known) {
    for (String name : names()) {
      if (!known.contains(name)) {
        throw new ModelException(
            where
                + ": unknown key \""
                + name
                + "\"; the known ones are "
                + String.join(", ", known));
      }
    }
  }

  /** The field; null if it is absent or JSON's null, since Python reads None from both. */
  public @Nullable JsonNode field(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  public @Nullable Integer integer(String name, int least, int most) {
    JsonNode value = field(name);
    if (value == null) {
      return null;
    }
    if (!value.canConvertToInt()
        || !value.isIntegralNumber()
        || value.intValue() < least
        || value.intValue() > most) {
      throw wrong(name, "a whole number from " + least + " to " + most);
    }
    return value.intValue();
  }

  public int integer(String name, int least, int most, int otherwise) {
    Integer value = integer(name, least, most);
    return value == null ? otherwise : value;
  }

  public boolean bool(String name, boolean otherwise) {
    JsonNode value = field(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return value.booleanValue();
  }

  public @Nullable Double number(String name, double least, double most) {
    JsonNode value = field(name);
    if (value == null) {
      return null;
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(number >= least && number <= most)) {
      throw wrong(name, "a number from " + least + " to " + most);
    }
    return number;
  }

  public @Nullable String text(String name) {
    JsonNode value = field(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(name, "a string");
    }
    return value.textValue();
  }

  public @Nullable JsonFields object(String name) {
    JsonNode value = field(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode object)) {
      throw wrong(name, "an object");
    }
    return new JsonFields(where + ": " + name, object);
  }

  public ModelException wrong(String name, String expected) {
    String found = String.valueOf(node.get(name));
    return new ModelException(
        where
            + ": "
            + name
            + " must be "
            + expected
            + ", but is "
            + (found.length() > 80 ? found.substring(0, 80) + "…" : found));
  }
}
