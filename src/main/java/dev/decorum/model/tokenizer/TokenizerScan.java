package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code tokenizer.json} once without building a tree, since it has 100,000 values and time
 * matters.
 *
 * <p>An internal failure of the native tokenizer library ends the whole process. So parts that a
 * GPT-2 does not need are not passed to the library, and the rest has to be known to be harmless:
 * see {@link TokenizerComponents}.
 */
final class TokenizerScan {
  static final int MOST_VALUES = 4_000_000;

  /**
   * The largest total length of added tokens, whose automaton takes a hundred bytes per character.
   */
  private static final int MOST_ADDED_CHARACTERS = 1 << 20;

  private static final int LONGEST_COMPONENT = 1 << 16;

  private static final String ADDED = "added_tokens";
  private static final String PRE_TOKENIZER = "pre_tokenizer";

  /** Fields that would change the tokenizer if they occurred twice. */
  private static final Set<String> COUNTED =
      Set.of(ADDED, "model", "normalizer", PRE_TOKENIZER, "post_processor", "padding");

  /**
   * A vocabulary has fifty thousand keys, in which duplicates are harmless and take time to find.
   */
  private static final JsonFactory FACTORY =
      JsonFields.FACTORY
          .rebuild()
          .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              JsonFields.FACTORY
                  .streamReadConstraints()
                  .rebuild()
                  .maxTokenCount(MOST_VALUES)
                  .build())
          .build();

  /** A part of the file and its replacement. */
  private record Edit(int from, int to, String text) {}

  private final String where;
  private final String text;
  private final boolean isRebuilt;
  private final Set<String> wanted;
  private final List<AddedToken> added = new ArrayList<>();
  private final Map<Integer, AddedToken> addedById = new TreeMap<>();
  private final Map<String, Integer> vocabularyIds = new HashMap<>();
  private final List<Edit> edits = new ArrayList<>();
  private final Map<String, Span> spans = new HashMap<>();
  private @Nullable Affixes affixes;
  private @Nullable String paddingToken;
  private int vocabularySize;
  private int largestId = -1;
  private int addedCharacters;
  private boolean isNormalizing;

  /** The place of a value in the file. */
  private record Span(int from, int to) {}

  private TokenizerScan(String text, String where, boolean isRebuilt, Set<String> wanted) {
    this.text = text;
    this.where = where;
    this.isRebuilt = isRebuilt;
    this.wanted = wanted;
  }

  /**
   * Reads a file.
   *
   * @param where the file, for messages
   * @param isRebuilt whether only vocabulary, merges and post-processor are used, as by GPT-2's
   *     class
   * @param wanted texts whose ids are looked up in the vocabulary
   * @throws ModelException if it is not JSON, lacks anything that GPT-2 needs, or is not supported
   */
  static TokenizerScan of(byte[] file, String where, boolean isRebuilt, Set<String> wanted) {
    TokenizerScan scan =
        new TokenizerScan(new String(file, StandardCharsets.UTF_8), where, isRebuilt, wanted);
    try (JsonParser parser = FACTORY.createParser(scan.text)) {
      scan.walk(parser);
    } catch (IOException e) {
      throw new ModelException(where + ": not JSON: " + JsonFields.reason(e), e);
    }
    return scan;
  }

  /**
   * Reads only the list of added tokens and the padding.
   *
   * @throws ModelException if the file is not JSON up to there, or the list cannot be used
   */
  static TokenizerScan addedTokens(byte[] file, String where) {
    TokenizerScan scan =
        new TokenizerScan(new String(file, StandardCharsets.UTF_8), where, false, Set.of());
    try (JsonParser parser = FACTORY.createParser(scan.text)) {
      boolean added = false;
      boolean padding = false;
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          JsonToken value = parser.nextToken();
          switch (field) {
            case ADDED -> {
              scan.addedTokens(parser, value);
              added = true;
            }
            case "padding" -> {
              scan.padding(parser, field, value);
              padding = true;
            }
            default -> parser.skipChildren();
          }
          if (added && padding) {
            break;
          }
        }
      }
    } catch (IOException e) {
      throw new ModelException(where + ": not JSON: " + JsonFields.reason(e), e);
    }
    return scan;
  }

  /**
   * The JSON for the library.
   *
   * @param preTokenizer the replacement of the file's pre-tokenizer; {@code null} to keep it
   * @param addedTokens the replacement of the file's list
   */
  byte[] json(@Nullable String preTokenizer, String addedTokens) {
    List<Edit> all = new ArrayList<>(edits);
    StringBuilder missing = new StringBuilder();
    replace(ADDED, addedTokens, all, missing);
    if (preTokenizer != null) {
      replace(PRE_TOKENIZER, preTokenizer, all, missing);
      replace("normalizer", "null", all, missing);
    }
    int begin = text.indexOf('{') + 1;
    all.add(new Edit(begin, begin, missing.toString()));
    all.sort(Comparator.comparingInt(Edit::from));
    StringBuilder json = new StringBuilder(text.length() + missing.length());
    int from = 0;
    for (Edit edit : all) {
      json.append(text, from, edit.from()).append(edit.text());
      from = edit.to();
    }
    return json.append(text, from, text.length()).toString().getBytes(StandardCharsets.UTF_8);
  }

  private void replace(String field, String value, List<Edit> all, StringBuilder missing) {
    Span span = spans.get(field);
    if (span == null) {
      missing.append('"').append(field).append("\":").append(value).append(',');
    } else {
      all.add(new Edit(span.from(), span.to(), value));
    }
  }

  /** The added tokens in the order of the file. */
  List<AddedToken> added() {
    return added;
  }

  /** The added tokens by their ids in the file. */
  Map<Integer, AddedToken> addedById() {
    return addedById;
  }

  /** The vocabulary's ids of the texts in {@code wanted}. */
  Map<String, Integer> vocabularyIds() {
    return vocabularyIds;
  }

  /** The number of entries of the vocabulary. */
  int vocabularySize() {
    return vocabularySize;
  }

  /** The largest id of the vocabulary; -1 if there is none. */
  int largestId() {
    return largestId;
  }

  /** Whether there is a normalizer that is used. */
  boolean isNormalizing() {
    return isNormalizing;
  }

  /** The tokens of the file's post-processor; {@code null} if it has none. */
  @Nullable Affixes affixes() {
    return affixes;
  }

  /** The padding token that was saved with the tokenizer; {@code null} if there is none. */
  @Nullable String paddingToken() {
    return paddingToken;
  }

  private void walk(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new ModelException(where + ": not a JSON object");
    }
    boolean model = false;
    Set<String> fields = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      int from = offset(parser);
      if (COUNTED.contains(field) && !fields.add(field)) {
        throw new ModelException(where + ": has " + field + " twice");
      }
      switch (field) {
        case ADDED -> {
          addedTokens(parser, value);
          spans.put(field, new Span(from, end(parser)));
        }
        case "model" -> {
          model = value == JsonToken.START_OBJECT;
          model(parser, value);
        }
        case "normalizer", PRE_TOKENIZER -> {
          component(parser, field, value);
          spans.put(field, new Span(from, end(parser)));
        }
        case "post_processor" -> {
          JsonFields processor = leaveOut(parser, field, value);
          affixes = processor == null ? null : Affixes.of(processor);
        }
        case "padding" -> padding(parser, field, value);
        case "decoder", "truncation" -> leaveOut(parser, field, value);
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

  private void padding(JsonParser parser, String field, JsonToken value) throws IOException {
    JsonFields padding = leaveOut(parser, field, value);
    paddingToken = padding == null ? null : padding.text("pad_token");
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
    Integer id = null;
    ObjectNode token = JsonFields.newObject();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING) {
        token.put(field, parser.getText());
      } else if (field.equals("id")) {
        id = id(parser);
      } else if (value.isBoolean()) {
        token.put(field, value == JsonToken.VALUE_TRUE);
      } else {
        parser.skipChildren();
      }
    }
    AddedToken read = AddedToken.of(token).orElse(null);
    if (read == null || read.content().isEmpty() || id == null) {
      throw new ModelException(where + ": an added token without content or id");
    }
    addedCharacters = Math.min(addedCharacters, MOST_ADDED_CHARACTERS) + read.content().length();
    added.add(read);
    addedById.put(id, read);
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
    Set<String> fields = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!fields.add(field)) {
        throw new ModelException(where + ": model has " + field + " twice");
      }
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
        case "dropout", "continuing_subword_prefix", "end_of_word_suffix" -> {
          if (isRebuilt) {
            edit(parser, "null");
          } else {
            requireNothing(parser, field, value);
          }
        }
        case "unk_token" -> {
          if (isRebuilt) {
            edit(parser, "null");
          } else {
            parser.skipChildren();
          }
        }
        case "fuse_unk", "byte_fallback", "ignore_merges" -> {
          if (isRebuilt) {
            edit(parser, "false");
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (!vocabulary || !merges) {
      throw new ModelException(where + ": model has no " + (vocabulary ? "merges" : "vocab"));
    }
    if (!typed) {
      // Old files lack it, and the library would try one type after the other.
      edits.add(new Edit(inside, inside, "\"type\":\"BPE\","));
    }
  }

  /** Replaces the value at which the parser is. */
  private void edit(JsonParser parser, String value) throws IOException {
    int from = offset(parser);
    parser.skipChildren();
    edits.add(new Edit(from, end(parser), value));
  }

  private void vocabulary(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    Set<String> entries = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String entry = parser.currentName();
      parser.nextToken();
      int id = id(parser);
      largestId = Math.max(largestId, id);
      entries.add(entry);
      if (wanted.contains(entry)) {
        vocabularyIds.put(entry, id);
      }
    }
    vocabularySize = entries.size();
  }

  /**
   * Refuses a field that a GPT-2 does not have, such as dropout, which would make scores random.
   */
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
    if (isRebuilt) {
      parser.skipChildren();
      return;
    }
    JsonFields fields = object(parser, field, value);
    if (fields == null) {
      return;
    }
    if (field.equals("normalizer")) {
      isNormalizing = true;
      TokenizerComponents.checkNormalizer(fields);
    } else {
      TokenizerComponents.checkPreTokenizer(fields);
    }
  }

  /**
   * Leaves out an object that the library does not need, and returns it; {@code null} if there is
   * none.
   */
  private @Nullable JsonFields leaveOut(JsonParser parser, String field, JsonToken value)
      throws IOException {
    int from = offset(parser);
    JsonFields fields = object(parser, field, value);
    if (fields != null && !"ByteLevel".equals(fields.text("type"))) {
      edits.add(new Edit(from, end(parser), "null"));
    }
    return fields;
  }

  /** Reads the object that begins here; {@code null} for JSON's null. */
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

  /** Skips to the end of the object that begins here. */
  private void requireObject(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      throw new ModelException(where + ": " + parser.currentName() + " must be an object or null");
    }
    parser.skipChildren();
  }

  /** The offset where the present token begins. */
  private static int offset(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }

  /** The offset where the present token ends. */
  private static int end(JsonParser parser) throws IOException {
    // The parser defers reading strings.
    parser.finishToken();
    return Math.toIntExact(parser.currentLocation().getCharOffset());
  }

  private int id(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() != JsonParser.NumberType.INT
        || parser.getIntValue() < 0) {
      throw new ModelException(where + ": " + parser.getText() + " is not a token id");
    }
    return parser.getIntValue();
  }
}
