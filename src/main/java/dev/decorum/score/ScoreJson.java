package dev.decorum.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.failure.JsonComplaint;
import dev.decorum.read.bytes.InputException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Reads and writes the JSON files beside score files: records with the names of components in snake
 * case, indented.
 */
final class ScoreJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // Later versions may have more fields.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A missing number is not 0.
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .build();

  /** Two spaces, and the same line ends on every system. */
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  private ScoreJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static JsonNode tree(Object record) {
    return JSON.valueToTree(record);
  }

  /** Writes {@code tree} and leaves {@code out} open. */
  static void write(OutputStream out, JsonNode tree) throws IOException {
    out.write(
        JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(INDENTER))
            .writeValueAsBytes(tree));
    out.write('\n');
  }

  /**
   * Reads a file.
   *
   * @param what the expected content, for error messages
   * @throws InputException if it is not JSON
   */
  static JsonNode read(Path file, String what) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(
          file + ": is " + (Files.isDirectory(file) ? "a folder" : "not a regular file"));
    }
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw holdsNo(what, file.toString(), e);
    } catch (CharConversionException e) {
      // Its first bytes are those of UTF-16 or UTF-32, the others are not.
      throw new InputException(file + ": holds no " + what + ": it is not written in UTF-8", e);
    }
  }

  /**
   * Reads a text.
   *
   * @param where it stands, for complaints
   * @param what it should hold
   * @throws InputException if it is not JSON
   */
  static JsonNode parse(String json, String where, String what) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw holdsNo(what, where, e);
    }
  }

  /**
   * The record that something in JSON is.
   *
   * @param where it stands, for complaints
   * @param what it is called in a complaint
   * @throws InputException if it is none
   */
  static <T> T record(JsonNode node, String where, Class<T> type, String what) {
    if (!node.isObject()) {
      throw new InputException(where + ": holds no " + what);
    }
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw holdsNo(what, where, e);
    }
  }

  private static InputException holdsNo(String what, String where, JsonProcessingException e) {
    return new InputException(where + ": holds no " + what + ": " + reason(e), e);
  }

  /** The parser's reason in terms of the file, without the names of our classes. */
  private static String reason(JsonProcessingException e) {
    if (e.getCause() instanceof NullPointerException
        || e.getCause() instanceof IllegalArgumentException) {
      return String.valueOf(e.getCause().getMessage());
    }
    if (e instanceof JsonMappingException known && !known.getPath().isEmpty()) {
      return known.getPath().stream()
              .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
              .collect(Collectors.joining("."))
          + " is missing, or is not of the expected type";
    }
    return JsonComplaint.of(String.valueOf(e.getOriginalMessage()));
  }
}
