package dev.decorum.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a folder: {@code tokenizer.json}, or its equal made from {@code vocab.json} and
 * {@code merges.txt}, and what {@code tokenizer_config.json} says besides.
 */
final class TokenizerFiles {
  static final String TOKENIZER = "tokenizer.json";
  static final String CONFIG = "tokenizer_config.json";

  static final int LARGEST_FILE = 64 << 20;
  static final int LARGEST_CONFIG = 4 << 20;

  /** Fifty thousand keys a vocabulary: a duplicate there does no harm and costs time to find. */
  private static final JsonFactory FACTORY =
      JsonFields.FACTORY.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final byte[] json;
  private final List<String> files;
  private final Map<String, Integer> addedTokens;
  private final List<String> notes = new ArrayList<>();
  private final @Nullable JsonFields config;
  private int largestId = -1;

  private TokenizerFiles(
      byte[] json, String where, List<String> files, @Nullable JsonFields config) {
    this.json = json;
    this.files = List.copyOf(files);
    this.config = config;
    this.addedTokens = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(json)) {
      scan(parser, where);
    } catch (IOException e) {
      throw new ModelException(where + ": not JSON: " + JsonFields.reason(e), e);
    }
    if (config != null && config.node().path("add_bos_token").asBoolean(false)) {
      notes.add(CONFIG + ": add_bos_token is ignored; texts are scored without added tokens");
    }
  }

  static TokenizerFiles open(ModelFolder folder) {
    List<String> files = new ArrayList<>();
    JsonFields config = null;
    if (folder.has(CONFIG)) {
      config =
          JsonFields.parse(
              folder.path().resolve(CONFIG).toString(), folder.read(CONFIG, LARGEST_CONFIG));
      files.add(CONFIG);
    }
    if (folder.has(TOKENIZER)) {
      files.add(TOKENIZER);
      return new TokenizerFiles(
          folder.read(TOKENIZER, LARGEST_FILE),
          folder.path().resolve(TOKENIZER).toString(),
          files,
          config);
    }
    if (!folder.has(ComposedTokenizer.VOCABULARY) || !folder.has(ComposedTokenizer.MERGES)) {
      throw new ModelException(
          folder.path()
              + ": no tokenizer: needs tokenizer.json, or vocab.json and merges.txt (for a plain"
              + " GPT-2 vocabulary, those of openai-community/gpt2)");
    }
    byte[] json = ComposedTokenizer.compose(folder, config, files);
    return new TokenizerFiles(
        json, folder.path().resolve(ComposedTokenizer.VOCABULARY).toString(), files, config);
  }

  /** Walks the file once without building a tree: it has 100,000 values, and time matters. */
  private void scan(JsonParser parser, String where) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new ModelException(where + ": not a JSON object");
    }
    boolean model = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("added_tokens") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          scanAddedToken(parser, where);
        }
      } else if (field.equals("model") && value == JsonToken.START_OBJECT) {
        model = true;
        scanModel(parser, where);
      } else if (field.equals("post_processor") && value == JsonToken.START_OBJECT) {
        scanPostProcessor(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new ModelException(where + ": not JSON: more after the end of the object");
    }
    if (!model) {
      throw new ModelException(where + ": has no model");
    }
  }

  private void scanAddedToken(JsonParser parser, String where) throws IOException {
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
        id = id(parser, where);
      } else {
        parser.skipChildren();
      }
    }
    if (content == null || content.isEmpty() || id == null) {
      throw new ModelException(where + ": an added token without content or id");
    }
    addedTokens.put(content, id);
  }

  private void scanModel(JsonParser parser, String where) throws IOException {
    boolean vocabulary = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("type") && !parser.getText().equals("BPE")) {
        throw new ModelException(
            where + ": a tokenizer of type " + parser.getText() + "; GPT-2's is BPE");
      } else if (field.equals("vocab") && value == JsonToken.START_OBJECT) {
        vocabulary = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          parser.nextToken();
          id(parser, where);
        }
      } else {
        parser.skipChildren();
      }
    }
    if (!vocabulary) {
      throw new ModelException(where + ": model has no vocab");
    }
  }

  private void scanPostProcessor(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("type") && parser.getText().equals("TemplateProcessing")) {
        notes.add(TOKENIZER + ": the tokens that post_processor would add are left out");
      }
      parser.skipChildren();
    }
  }

  private int id(JsonParser parser, String where) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() != JsonParser.NumberType.INT
        || parser.getIntValue() < 0) {
      throw new ModelException(where + ": " + parser.getText() + " is no token id");
    }
    largestId = Math.max(largestId, parser.getIntValue());
    return parser.getIntValue();
  }

  byte[] json() {
    return json.clone();
  }

  /** Names of the files read. */
  List<String> files() {
    return files;
  }

  List<String> specialTokens() {
    return List.copyOf(addedTokens.keySet());
  }

  int largestId() {
    return largestId;
  }

  List<String> notes() {
    return notes;
  }

  /** The id of a token that the configuration names, such as {@code pad_token}, if it has one. */
  @Nullable Integer idOf(String field) {
    String content = config == null ? null : content(config, field);
    return content == null ? null : addedTokens.get(content);
  }

  /** A special token is written as a string or as an object with a {@code content}. */
  static @Nullable String content(JsonFields fields, String name) {
    JsonNode value = fields.field(name);
    JsonNode content = value != null && value.isObject() ? value.get("content") : value;
    return content != null && content.isTextual() ? content.textValue() : null;
  }

  /** {@code model_max_length}; tokenizers without a limit write 10^30, which is none. */
  @Nullable Integer maxLength() {
    JsonNode value = config == null ? null : config.field("model_max_length");
    return value != null && value.isInt() && value.intValue() > 0
        ? (Integer) value.intValue()
        : null;
  }
}
