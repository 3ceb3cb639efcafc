package dev.decorum.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json}, walked once without building a tree: it has 100,000 values, and time
 * matters.
 *
 * <p>The native tokenizer library takes the whole process along when it fails within itself. So
 * what a GPT-2 has no use for is left out of what is handed to it, and the rest is held to what is
 * known to be harmless: see {@link TokenizerComponents}.
 */
final class TokenizerScan {
  static final int MOST_VALUES = 4_000_000;

  /** All added tokens go into one automaton, of a hundred bytes a character. */
  private static final int MOST_ADDED_CHARACTERS = 1 << 20;

  private static final int LONGEST_COMPONENT = 1 << 16;

  /** Fifty thousand keys a vocabulary: a duplicate there does no harm and costs time to find. */
  private static final JsonFactory FACTORY =
      JsonFields.FACTORY
          .rebuild()
          .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              JsonFields.FACTORY
                  .streamReadConstraints()
                  .rebuild()
                  .maxTokenCount(MOST_VALUES)
                  .build())
          .build();

  /** A stretch of the file and what is handed over in its place. */
  private record Edit(int from, int to, String text) {}

  private final String where;
  private final String text;
  private final Map<String, Integer> addedTokens = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Edit> edits = new ArrayList<>();
  private int largestId = -1;
  private int addedCharacters;

  private TokenizerScan(String text, String where) {
    this.text = text;
    this.where = where;
  }

  /**
   * Walks a file.
   *
   * @param where the file, for messages
   * @throws ModelException if it is no JSON, lacks what GPT-2 needs, or has what cannot be used
   */
  static TokenizerScan of(byte[] file, String where) {
    TokenizerScan scan = new TokenizerScan(new String(file, StandardCharsets.UTF_8), where);
    try (JsonParser parser = FACTORY.createParser(scan.text)) {
      scan.walk(parser);
    } catch (IOException e) {
      throw new ModelException(where + ": not JSON: " + JsonFields.reason(e), e);
    }
    return scan;
  }

  /** What to hand to the library. */
  byte[] json() {
    StringBuilder json = new StringBuilder(text.length());
    int from = 0;
    for (Edit edit : edits) {
      json.append(text, from, edit.from()).append(edit.text());
      from = edit.to();
    }
    return json.append(text, from, text.length()).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The ids of added tokens, by content. */
  Map<String, Integer> addedTokens() {
    return addedTokens;
  }

  /** The largest id of any token; -1 if there is none. */
  int largestId() {
    return largestId;
  }

  /** What a careful user may want to know. */
  List<String> notes() {
    return notes;
  }

  private void walk(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new ModelException(where + ": not a JSON object");
    }
    boolean model = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "added_tokens" -> addedTokens(parser, value);
        case "model" -> {
          model = value == JsonToken.START_OBJECT;
          model(parser, value);
        }
        case "normalizer" -> component(parser, field, value);
        case "pre_tokenizer" -> component(parser, field, value);
        case "post_processor" -> {
          if (leaveOut(parser, field, value)) {
            notes.add(
                TokenizerFiles.TOKENIZER
                    + ": the tokens that post_processor would add are left out");
          }
        }
        case "decoder", "truncation", "padding" -> leaveOut(parser, field, value);
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new ModelException(where + ": not JSON: more after the end of the object");
    }
    if (!model) {
      throw new ModelException(where + ": has no model");
    }
  }

  private void addedTokens(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      addedToken(parser);
    }
    if (addedCharacters > MOST_ADDED_CHARACTERS) {
      throw new ModelException(
          where + ": the added tokens are longer than " + MOST_ADDED_CHARACTERS + " characters");
    }
  }

  private void addedToken(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new ModelException(where + ": added_tokens must hold objects");
    }
    String content = null;
    Integer id = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("content") && value == JsonToken.VALUE_STRING) {
        content = parser.getText();
      } else if (field.equals("id")) {
        id = id(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (content == null || content.isEmpty() || id == null) {
      throw new ModelException(where + ": an added token without content or id");
    }
    addedCharacters = Math.min(addedCharacters, MOST_ADDED_CHARACTERS) + content.length();
    addedTokens.put(content, id);
  }

  private void model(JsonParser parser, JsonToken begin) throws IOException {
    if (begin != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    int inside = offset(parser) + 1;
    boolean typed = false;
    boolean vocabulary = false;
    boolean merges = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "type" -> {
          typed = true;
          if (!parser.getText().equals("BPE")) {
            throw new ModelException(
                where + ": a tokenizer of type " + parser.getText() + "; GPT-2's is BPE");
          }
        }
        case "vocab" -> {
          vocabulary |= value == JsonToken.START_OBJECT;
          vocabulary(parser, value);
        }
        case "merges" -> {
          merges |= value == JsonToken.START_ARRAY;
          parser.skipChildren();
        }
        case "dropout", "continuing_subword_prefix", "end_of_word_suffix" ->
            requireNothing(parser, field, value);
        default -> parser.skipChildren();
      }
    }
    if (!vocabulary || !merges) {
      throw new ModelException(where + ": model has no " + (vocabulary ? "merges" : "vocab"));
    }
    if (!typed) {
      // Old files do not say it, and the library would then try one type after the other.
      edits.add(new Edit(inside, inside, "\"type\":\"BPE\","));
    }
  }

  private void vocabulary(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      parser.nextToken();
      id(parser);
    }
  }

  /** A GPT-2 has none of these; dropout would make scores a matter of chance. */
  private void requireNothing(JsonParser parser, String field, JsonToken value) throws IOException {
    boolean nothing =
        value == JsonToken.VALUE_NULL
            || (value == JsonToken.VALUE_STRING && parser.getText().isEmpty())
            || (value.isNumeric() && parser.getDoubleValue() == 0);
    if (!nothing) {
      throw new ModelException(
          where + ": model: " + field + " is set, which the tokenizer of a GPT-2 does not do");
    }
  }

  private void component(JsonParser parser, String field, JsonToken value) throws IOException {
    JsonFields fields = object(parser, field, value);
    if (fields == null) {
      return;
    }
    if (field.equals("normalizer")) {
      TokenizerComponents.checkNormalizer(fields);
    } else {
      TokenizerComponents.checkPreTokenizer(fields);
    }
  }

  /** Leaves out an object that has nothing to do, unless it is the byte level, as GPT-2's is. */
  private boolean leaveOut(JsonParser parser, String field, JsonToken value) throws IOException {
    int from = offset(parser);
    JsonFields fields = object(parser, field, value);
    if (fields == null || "ByteLevel".equals(fields.text("type"))) {
      return false;
    }
    edits.add(new Edit(from, end(parser), "null"));
    return true;
  }

  /** The object that begins here; {@code null} for JSON's null. */
  private @Nullable JsonFields object(JsonParser parser, String field, JsonToken value)
      throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    int from = offset(parser);
    requireObject(parser, value);
    int to = end(parser);
    if (to - from > LONGEST_COMPONENT) {
      throw new ModelException(
          where + ": " + field + " is longer than " + LONGEST_COMPONENT + " characters");
    }
    byte[] json = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
    return JsonFields.parse(where + ": " + field, json);
  }

  /** Goes to the end of the object that begins here. */
  private void requireObject(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      throw new ModelException(where + ": " + parser.currentName() + " must be an object or null");
    }
    parser.skipChildren();
  }

  /** Where the token begins. */
  private static int offset(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }

  /** Where the token ends. */
  private static int end(JsonParser parser) {
    return Math.toIntExact(parser.currentLocation().getCharOffset());
  }

  private int id(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() != JsonParser.NumberType.INT
        || parser.getIntValue() < 0) {
      throw new ModelException(where + ": " + parser.getText() + " is no token id");
    }
    largestId = Math.max(largestId, parser.getIntValue());
    return parser.getIntValue();
  }
}
