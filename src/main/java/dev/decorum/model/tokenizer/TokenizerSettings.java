package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the files beside {@code tokenizer.json} say: {@code tokenizer_config.json} and, where that
 * has no {@code added_tokens_decoder}, {@code special_tokens_map.json} and {@code
 * added_tokens.json}.
 *
 * <p>Source: {@code PreTrainedTokenizerBase._from_pretrained} and {@code TokenizersBackend} of
 * transformers 5.18.
 */
final class TokenizerSettings {
  static final String CONFIG = "tokenizer_config.json";
  private static final String SPECIAL = "special_tokens_map.json";
  private static final String ADDED = "added_tokens.json";
  private static final String DECODER = "added_tokens_decoder";
  private static final String END_OF_TEXT = "<|endoftext|>";
  private static final int LARGEST = 4 << 20;
  private static final int LARGEST_ID = 1 << 24;

  /** Classes by which the tokenizer is built anew from vocabulary and merges. */
  private static final Set<String> REBUILT = Set.of("GPT2Tokenizer", "GPT2TokenizerFast");

  /** Classes that take {@code tokenizer.json} as it is. */
  private static final Set<String> GENERIC =
      Set.of("PreTrainedTokenizerFast", "TokenizersBackend", "PreTrainedTokenizer");

  /** Special tokens in the order in which they are added. */
  private static final List<String> NAMED =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  private final JsonFields config;
  private final List<String> files = new ArrayList<>();
  private final boolean isRebuilt;

  /** Special tokens by the name of their field, in the order in which they are added. */
  private final Map<String, AddedToken> named = new LinkedHashMap<>();

  private final List<AddedToken> further = new ArrayList<>();
  private final Map<Integer, AddedToken> decoder = new TreeMap<>();

  private TokenizerSettings(ModelFolder folder, @Nullable String classOfModel) {
    config =
        folder.has(CONFIG) ? json(folder, CONFIG) : new JsonFields(CONFIG, JsonFields.newObject());
    String type = config.text("tokenizer_class");
    isRebuilt = isRebuilt(folder, type == null ? classOfModel : type);
    if (isRebuilt) {
      for (String name : List.of("bos_token", "eos_token", "unk_token")) {
        named.put(name, AddedToken.special(END_OF_TEXT));
      }
    }
  }

  private static boolean isRebuilt(ModelFolder folder, @Nullable String type) {
    if (type == null || REBUILT.contains(type)) {
      return true;
    }
    if (GENERIC.contains(type)) {
      return false;
    }
    throw new ModelException(
        folder.path().resolve(CONFIG)
            + ": tokenizer_class is "
            + type
            + "; Decorum reads the tokenizers of GPT2Tokenizer and PreTrainedTokenizerFast");
  }

  /**
   * Reads the files.
   *
   * @param classOfModel {@code tokenizer_class} of {@code config.json}; {@code null} if it has none
   * @param listed the tokens that {@code tokenizer.json} lists, by their ids there
   */
  static TokenizerSettings read(
      ModelFolder folder, @Nullable String classOfModel, Map<Integer, AddedToken> listed) {
    TokenizerSettings settings = new TokenizerSettings(folder, classOfModel);
    JsonFields decoder = settings.config.object(DECODER);
    if (decoder != null) {
      settings.special(settings.config, false);
      settings.decoder(decoder);
    } else {
      settings.special(settings.config, false);
      if (folder.has(SPECIAL)) {
        settings.special(settings.json(folder, SPECIAL), true);
      }
      if (folder.has(ADDED)) {
        settings.added(settings.json(folder, ADDED));
      }
      settings.decoder.putAll(listed);
    }
    settings.flagsOfDecoder();
    return settings;
  }

  private JsonFields json(ModelFolder folder, String name) {
    files.add(name);
    return JsonFields.parse(folder.path().resolve(name).toString(), folder.read(name, LARGEST));
  }

  /** Takes the special tokens of a file; those of the map are special whatever it says. */
  private void special(JsonFields fields, boolean isMap) {
    for (String name : fields.names()) {
      JsonNode value = fields.field(name);
      boolean several =
          name.equals("additional_special_tokens") || name.equals("extra_special_tokens");
      if (value == null) {
        if (NAMED.contains(name)) {
          named.remove(name);
        }
      } else if (several && value instanceof ArrayNode list) {
        further(fields, name, list, isMap);
      } else if (several && value instanceof ObjectNode object) {
        object
            .properties()
            .forEach(
                each ->
                    token(fields, name, each.getValue(), isMap)
                        .ifPresent(token -> named.put(each.getKey(), token)));
      } else if (name.endsWith("_token") && !value.isBoolean()) {
        token(fields, name, value, isMap).ifPresent(token -> named.put(name, token));
      }
    }
  }

  /** Of the old name and the new one, and of the configuration and the map, the former counts. */
  private void further(JsonFields fields, String name, ArrayNode list, boolean isMap) {
    boolean isNew = name.equals("extra_special_tokens");
    if (!further.isEmpty() && !isNew) {
      return;
    }
    if (!isMap) {
      further.clear();
    }
    Set<String> known = new HashSet<>();
    further.forEach(token -> known.add(token.content()));
    for (JsonNode each : list) {
      token(fields, name, each, isMap)
          .filter(token -> known.add(token.content()))
          .ifPresent(further::add);
    }
  }

  private static Optional<AddedToken> token(
      JsonFields fields, String name, JsonNode value, boolean isMap) {
    Optional<AddedToken> token = AddedToken.of(value, true);
    if (token.isEmpty()) {
      throw fields.wrong(name, "a token: a text, or an object with its content");
    }
    return isMap ? token.map(AddedToken::asSpecial) : token;
  }

  private void decoder(JsonFields tokens) {
    for (String id : tokens.names()) {
      JsonNode value = tokens.field(id);
      if (!id.matches("\\d{1,8}") || value == null || !value.isObject()) {
        throw tokens.wrong(id, "an added token under its id");
      }
      decoder.put(
          Integer.parseInt(id),
          AddedToken.of(value, false)
              .orElseThrow(() -> tokens.wrong(id, "an added token under its id")));
    }
  }

  private void added(JsonFields tokens) {
    Set<String> special = new HashSet<>();
    named.values().forEach(token -> special.add(token.content()));
    further.forEach(token -> special.add(token.content()));
    for (String content : tokens.names()) {
      decoder.put(
          tokens.integer(content, 0, LARGEST_ID, 0),
          AddedToken.plain(content, special.contains(content)));
    }
  }

  /** A special token that is listed with its flags is sought as these say. */
  private void flagsOfDecoder() {
    Map<String, AddedToken> listed = new LinkedHashMap<>();
    decoder.values().forEach(token -> listed.put(token.content(), token));
    named.replaceAll(
        (name, token) ->
            NAMED.contains(name) ? listed.getOrDefault(token.content(), token) : token);
  }

  /** Whether the tokenizer is built anew from vocabulary and merges, as GPT-2's class does. */
  boolean isRebuilt() {
    return isRebuilt;
  }

  /** Names of the files read. */
  List<String> files() {
    return files;
  }

  /** All texts that may be added. */
  Set<String> contents() {
    Set<String> contents = new HashSet<>();
    for (Collection<AddedToken> tokens : List.of(named.values(), further, decoder.values())) {
      tokens.forEach(token -> contents.add(token.content()));
    }
    return contents;
  }

  /** Adds the tokens to those that are there, in the order of transformers. */
  void addTo(AddedVocabulary vocabulary) {
    Set<String> known = new HashSet<>(vocabulary.contents());
    List<AddedToken> tokens = new ArrayList<>(decoder.values());
    decoder.values().forEach(token -> known.add(token.content()));
    Set<String> special = new HashSet<>();
    for (AddedToken token : inOrder()) {
      special.add(token.content());
      if (known.add(token.content())) {
        tokens.add(token);
      }
    }
    for (AddedToken token : further) {
      if (known.add(token.content())) {
        tokens.add(token);
      }
    }
    for (AddedToken token : tokens) {
      vocabulary.add(special.contains(token.content()) ? token.asSpecial() : token);
    }
    if (config.bool("split_special_tokens", false)) {
      vocabulary.removeSpecial();
    }
  }

  private List<AddedToken> inOrder() {
    List<AddedToken> tokens = new ArrayList<>();
    for (String name : NAMED) {
      AddedToken token = named.get(name);
      if (token != null) {
        tokens.add(token);
      }
    }
    named.forEach(
        (name, token) -> {
          if (!NAMED.contains(name)) {
            tokens.add(token);
          }
        });
    return tokens;
  }

  /** The pre-tokenizer of a tokenizer that is built anew. */
  String preTokenizer() {
    return "{\"type\":\"ByteLevel\",\"add_prefix_space\":"
        + config.bool("add_prefix_space", false)
        + ",\"trim_offsets\":true,\"use_regex\":true}";
  }

  /** The tokens around a text where no {@code tokenizer.json} says them. */
  Affixes affixes(AddedVocabulary vocabulary) {
    return new Affixes(
        affix("add_bos_token", "bos_token", vocabulary),
        affix("add_eos_token", "eos_token", vocabulary));
  }

  private List<Integer> affix(String setting, String token, AddedVocabulary vocabulary) {
    AddedToken added = named.get(token);
    return added == null || !config.bool(setting, false)
        ? List.of()
        : List.of(vocabulary.idOf(added.content()));
  }

  /** {@code model_max_length}; tokenizers without a limit write 10^30, which is none. */
  @Nullable Integer maxLength() {
    for (String name : List.of("model_max_length", "max_len")) {
      JsonNode value = config.field(name);
      if (value != null) {
        return value.isInt() && value.intValue() > 0 ? (Integer) value.intValue() : null;
      }
    }
    return null;
  }

  /** What every user should know. */
  List<String> notices(ModelFolder folder) {
    List<String> notices = new ArrayList<>();
    if ("right".equals(config.text("truncation_side"))) {
      notices.add(CONFIG + ": truncation_side is right; texts are cut on the left nevertheless");
    }
    if (config.has("chat_template") || folder.has("chat_template.jinja")) {
      notices.add(
          "the folder has a chat_template, which is not used: texts are written as --formatter"
              + " says");
    }
    return notices;
  }
}
