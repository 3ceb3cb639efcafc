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
import dev.decorum.read.bytes.InputException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** The JSON files beside score files: records with their components in snake case, indented. */
final class ScoreJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A later version may say more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A number that is missing is not 0.
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
   * Reads a record.
   *
   * @param pointer where in the file it is, as a JSON pointer
   * @param what it is called in a complaint
   * @throws InputException if the file does not hold it
   */
  static <T> T read(Path file, String pointer, Class<T> type, String what) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(file + ": is not a regular file");
    }
    try {
      return of(JSON.readTree(file.toFile()).at(pointer), file.toString(), type, what);
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": holds no " + what + ": " + reason(e), e);
    } catch (CharConversionException e) {
      // Its first bytes are those of UTF-16 or UTF-32, the others are not.
      throw new InputException(file + ": holds no " + what + ": " + e.getMessage(), e);
    }
  }

  /**
   * A text that a file may hold.
   *
   * @param pointer where in the file it is, as a JSON pointer
   * @throws InputException if something else is there
   */
  static Optional<String> text(Path file, String pointer) throws IOException {
    JsonNode node = JSON.readTree(file.toFile()).at(pointer);
    if (!node.isMissingNode() && !node.isTextual()) {
      throw new InputException(file + ": holds no text at " + pointer);
    }
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  /**
   * A record in a text.
   *
   * @param where the text stands, for complaints
   * @param what it is called in a complaint
   * @throws InputException if the text does not hold it
   */
  static <T> T parse(String json, String where, Class<T> type, String what) {
    try {
      return of(JSON.readTree(json), where, type, what);
    } catch (JsonProcessingException e) {
      throw new InputException(where + ": holds no " + what + ": " + reason(e), e);
    }
  }

  private static <T> T of(JsonNode node, String where, Class<T> type, String what)
      throws JsonProcessingException {
    if (!node.isObject()) {
      throw new InputException(where + ": holds no " + what);
    }
    return JSON.treeToValue(node, type);
  }

  /** In the words of the file: nobody knows the classes that it is read into. */
  private static String reason(JsonProcessingException e) {
    if (e.getCause() instanceof NullPointerException
        || e.getCause() instanceof IllegalArgumentException) {
      return String.valueOf(e.getCause().getMessage());
    }
    if (e instanceof JsonMappingException known && !known.getPath().isEmpty()) {
      return known.getPath().stream()
              .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
              .collect(Collectors.joining("."))
          + " is missing, or not of the kind that is due";
    }
    return e.getOriginalMessage();
  }
}
