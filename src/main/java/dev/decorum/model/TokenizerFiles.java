package dev.decorum.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a folder: {@code tokenizer.json}, or its equal made from {@code vocab.json} and
 * {@code merges.txt}, and what {@code tokenizer_config.json} says besides.
 */
final class TokenizerFiles {
  static final String TOKENIZER = "tokenizer.json";
  static final String CONFIG = "tokenizer_config.json";

  static final int LARGEST_FILE = 32 << 20;
  static final int LARGEST_CONFIG = 4 << 20;

  private final TokenizerScan scan;
  private final List<String> files;
  private final List<String> notes = new ArrayList<>();
  private final @Nullable JsonFields config;

  private TokenizerFiles(
      byte[] json, String where, List<String> files, @Nullable JsonFields config) {
    this.scan = TokenizerScan.of(json, where);
    this.files = List.copyOf(files);
    this.config = config;
    notes.addAll(scan.notes());
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

  byte[] json() {
    return scan.json();
  }

  /** Names of the files read. */
  List<String> files() {
    return files;
  }

  List<String> specialTokens() {
    return List.copyOf(scan.addedTokens().keySet());
  }

  int largestId() {
    return scan.largestId();
  }

  List<String> notes() {
    return notes;
  }

  /** The id of a token that the configuration names, such as {@code pad_token}, if it has one. */
  @Nullable Integer idOf(String field) {
    String content = config == null ? null : content(config, field);
    return content == null ? null : scan.addedTokens().get(content);
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
