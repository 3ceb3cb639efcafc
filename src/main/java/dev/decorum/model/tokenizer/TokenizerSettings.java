package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings in the files beside {@code tokenizer.json}: {@code tokenizer_config.json} and, if
 * that has no {@code added_tokens_decoder}, {@code special_tokens_map.json} and {@code
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

  /** Classes that rebuild the tokenizer from vocabulary and merges. */
  private static final Set<String> REBUILT = Set.of("GPT2Tokenizer", "GPT2TokenizerFast");

  /** Classes that use {@code tokenizer.json} as it is. */
  private static final Set<String> GENERIC =
      Set.of("PreTrainedTokenizerFast", "TokenizersBackend", "PreTrainedTokenizer");

  /** Arguments that replace or change the folder's files. */
  private static final List<String> ELSEWHERE =
      List.of(
          "fast_tokenizer_files",
          "fix_mistral_regex",
          "merges",
          "post_processor",
          "tokenizer_object",
          "vocab");

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

  private static final String ADDITIONAL = "additional_special_tokens";
  private static final String EXTRA = "extra_special_tokens";
  private static final String SPECIFIC = "model_specific_special_tokens";

  private final JsonFields config;
  private final List<String> files = new ArrayList<>();
  private final boolean isRebuilt;

  /** The arguments of the tokenizer's class, as transformers collects them from the files. */
  private final ObjectNode arguments;

  /** The same, for reading single arguments. */
  private final JsonFields fields;

  /** Added tokens by their ids in the files, which only determine their order. */
  private final TreeMap<Integer, AddedToken> decoder = new TreeMap<>();

  /** Special tokens by the name of their field, in the order in which they are added. */
  private final Map<String, AddedToken> named = new LinkedHashMap<>();

  private final List<AddedToken> extra = new ArrayList<>();

  private TokenizerSettings(
      ModelFolder folder, @Nullable String classOfModel, @Nullable TokenizerScan file) {
    String where = folder.path().resolve(CONFIG).toString();
    config =
        folder.has(CONFIG) ? json(folder, CONFIG) : new JsonFields(where, JsonFields.newObject());
    String type = config.text("tokenizer_class");
    isRebuilt = isRebuilt(folder, type == null || type.isEmpty() ? classOfModel : type);
    arguments = config.node().deepCopy();
    fields = new JsonFields(where, arguments);
    checkArguments();
    if (file != null) {
      arguments.remove(List.of("add_bos_token", "add_eos_token"));
    }
    gatherSpecific();
    Map<String, AddedToken> listed = new HashMap<>();
    if (arguments.has(DECODER)) {
      readDecoder(listed);
    } else {
      if (folder.has(SPECIAL)) {
        mergeMap(json(folder, SPECIAL));
      }
      if (folder.has(ADDED)) {
        readAdded(json(folder, ADDED), listed);
      }
      if (file != null) {
        file.addedById().forEach(decoder::put);
        file.added().forEach(token -> listed.put(token.content(), token));
      }
    }
    nameTokens(listed, file == null ? null : file.paddingToken());
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
   * @param file {@code tokenizer.json}; {@code null} if there is none
   */
  static TokenizerSettings read(
      ModelFolder folder, @Nullable String classOfModel, @Nullable TokenizerScan file) {
    return new TokenizerSettings(folder, classOfModel, file);
  }

  private JsonFields json(ModelFolder folder, String name) {
    files.add(name);
    return JsonFields.parse(folder.path().resolve(name).toString(), folder.read(name, LARGEST));
  }

  private void checkArguments() {
    for (String name : ELSEWHERE) {
      if (!isNothing(arguments.get(name))) {
        throw new ModelException(
            fields.where() + ": " + name + " is set, which Decorum cannot follow");
      }
    }
  }

  /** Adds special tokens of this model only, which have names of their own. */
  private void gatherSpecific() {
    if (arguments.has(ADDITIONAL) && isNothing(arguments.get(EXTRA))) {
      arguments.set(EXTRA, arguments.remove(ADDITIONAL));
    }
    ObjectNode specific = JsonFields.newObject();
    for (String name : fields.names()) {
      if (isSpecific(name) && arguments.path(name).isTextual()) {
        specific.set(name, arguments.remove(name));
      }
    }
    if (arguments.get(EXTRA) instanceof ObjectNode extras) {
      specific.setAll(extras);
      arguments.remove(EXTRA);
    }
    if (!specific.isEmpty()) {
      arguments.set(SPECIFIC, specific);
    }
  }

  private static boolean isSpecific(String name) {
    return name.endsWith("_token") && !NAMED.contains(name);
  }

  /** Whether a value is false in Python. */
  private static boolean isNothing(@Nullable JsonNode value) {
    return value == null
        || value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isContainerNode() && value.isEmpty());
  }

  private void readDecoder(Map<String, AddedToken> listed) {
    JsonFields tokens = fields.object(DECODER);
    if (tokens == null) {
      throw fields.wrong(DECODER, "an object");
    }
    for (String id : tokens.names()) {
      JsonNode value = tokens.field(id);
      AddedToken token = value == null ? null : AddedToken.of(value).orElse(null);
      if (!id.matches("\\d{1,8}") || token == null) {
        throw tokens.wrong(id, "an added token under its id");
      }
      decoder.put(Integer.parseInt(id), token);
      listed.put(token.content(), token);
    }
  }

  /**
   * Adds the fields of the map to the arguments, with precedence; its objects are special tokens.
   */
  private void mergeMap(JsonFields map) {
    for (String name : map.names()) {
      JsonNode value = map.node().get(name);
      if (value instanceof ArrayNode list && name.equals(EXTRA)) {
        ArrayNode extras = JsonFields.newObject().putArray(EXTRA);
        if (arguments.get(EXTRA) instanceof ArrayNode before) {
          extras.addAll(before);
        }
        Set<JsonNode> known = new HashSet<>();
        extras.forEach(known::add);
        for (JsonNode each : list) {
          JsonNode token = each.isObject() ? specialToken(map, name, each) : each;
          if (known.add(token)) {
            extras.add(token);
          }
        }
        arguments.set(name, extras);
      } else if (value.isObject() && !name.equals(EXTRA)) {
        arguments.set(name, specialToken(map, name, value));
      } else {
        arguments.set(name, value);
      }
    }
    if (arguments.get(EXTRA) instanceof ObjectNode extras) {
      ObjectNode specific =
          arguments.get(SPECIFIC) instanceof ObjectNode object ? object : JsonFields.newObject();
      specific.setAll(extras);
      arguments.set(SPECIFIC, specific);
      arguments.remove(EXTRA);
    }
  }

  private static JsonNode specialToken(JsonFields map, String name, JsonNode value) {
    return new POJONode(
        AddedToken.of(value)
            .orElseThrow(() -> map.wrong(name, "a token: a text, or an object with its content"))
            .asSpecial());
  }

  private void readAdded(JsonFields tokens, Map<String, AddedToken> listed) {
    Set<String> special = new HashSet<>();
    for (String name : NAMED) {
      written(arguments.get(name)).ifPresent(token -> special.add(token.content()));
    }
    if (arguments.get(EXTRA) instanceof ArrayNode extras) {
      extras.forEach(each -> written(each).ifPresent(token -> special.add(token.content())));
    }
    for (String content : tokens.names()) {
      AddedToken token = AddedToken.plain(content, special.contains(content));
      decoder.put(tokens.integer(content, 0, LARGEST_ID, 0), token);
      listed.put(content, token);
    }
  }

  /** A token in the form of a text, or from the map. */
  private static Optional<AddedToken> written(@Nullable JsonNode value) {
    if (value instanceof POJONode node && node.getPojo() instanceof AddedToken token) {
      return Optional.of(token);
    }
    return value != null && value.isTextual()
        ? Optional.of(AddedToken.text(value.textValue()))
        : Optional.empty();
  }

  /** A token in any form; objects in the configuration have to be marked as tokens. */
  private static Optional<AddedToken> token(@Nullable JsonNode value) {
    return value != null && value.path("__type").asText().equals("AddedToken")
        ? AddedToken.of(value)
        : written(value);
  }

  /** A token where nothing else is possible; in old files, objects are not marked. */
  private AddedToken requireToken(String name, JsonNode value) {
    return token(value)
        .or(() -> AddedToken.of(value).map(AddedToken::asSpecial))
        .orElseThrow(() -> fields.wrong(name, "a token: a text, or an object with its content"));
  }

  /**
   * @param listed added tokens by their texts, which determine how special tokens are searched for
   * @param padding the padding token that was saved with the tokenizer
   */
  private void nameTokens(Map<String, AddedToken> listed, @Nullable String padding) {
    Map<String, AddedToken> ordinary = new HashMap<>();
    Map<String, AddedToken> specific = new LinkedHashMap<>();
    for (String name : fields.names()) {
      JsonNode value = fields.field(name);
      if (value != null && NAMED.contains(name)) {
        AddedToken token = requireToken(name, value);
        ordinary.put(name, listed.getOrDefault(token.content(), token));
      } else if (isSpecific(name)) {
        token(value).ifPresent(token -> specific.put(name, token));
      }
    }
    if (isRebuilt) {
      for (String name : List.of("bos_token", "eos_token", "unk_token")) {
        if (!arguments.has(name)) {
          ordinary.put(name, AddedToken.text(END_OF_TEXT));
        }
      }
    } else if (padding != null && !arguments.has("pad_token")) {
      ordinary.put("pad_token", AddedToken.text(padding));
    }
    JsonFields explicit = fields.object(SPECIFIC);
    if (explicit != null) {
      explicit
          .names()
          .forEach(name -> specific.put(name, requireToken(SPECIFIC, explicit.node().get(name))));
    }
    for (String name : NAMED) {
      AddedToken token = specific.containsKey(name) ? specific.get(name) : ordinary.get(name);
      if (token != null) {
        named.put(name, token);
      }
    }
    specific.forEach(named::putIfAbsent);
    String list = arguments.has(EXTRA) ? EXTRA : ADDITIONAL;
    JsonNode extras = fields.field(list);
    if (extras != null && !extras.isArray()) {
      throw fields.wrong(list, "a list of tokens");
    }
    if (extras != null) {
      extras.forEach(each -> extra.add(requireToken(list, each)));
    }
  }

  /** Whether the tokenizer is rebuilt from vocabulary and merges, as GPT-2's class does. */
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
    for (Collection<AddedToken> tokens : List.of(named.values(), extra, decoder.values())) {
      tokens.forEach(token -> contents.add(token.content()));
    }
    return contents;
  }

  /** Adds the tokens to {@code vocabulary} in the order of transformers. */
  void addTo(AddedVocabulary vocabulary) {
    List<AddedToken> tokens = new ArrayList<>(decoder.values());
    Set<String> known = new HashSet<>(vocabulary.contents());
    tokens.forEach(token -> known.add(token.content()));
    for (Collection<AddedToken> further : List.of(named.values(), extra)) {
      for (AddedToken token : further) {
        if (!known.contains(token.content()) && tokens.stream().noneMatch(token::sameAs)) {
          tokens.add(token);
        }
      }
    }
    Set<String> special = new HashSet<>();
    named.values().forEach(token -> special.add(token.content()));
    tokens.replaceAll(token -> special.contains(token.content()) ? token.asSpecial() : token);
    vocabulary.add(tokens);
    if (fields.bool("split_special_tokens", false)) {
      vocabulary.removeSpecial();
    }
  }

  /** The pre-tokenizer of a rebuilt tokenizer. */
  String preTokenizer() {
    return "{\"type\":\"ByteLevel\",\"add_prefix_space\":"
        + fields.bool("add_prefix_space", false)
        + ",\"trim_offsets\":true,\"use_regex\":true}";
  }

  /** Whether they determine the tokens around a text, regardless of the post-processor. */
  boolean sayAffixes() {
    return arguments.has("add_bos_token") || arguments.has("add_eos_token");
  }

  /** The tokens around a text if no post-processor determines them. */
  Affixes affixes(AddedVocabulary vocabulary) {
    return new Affixes(
        affix("add_bos_token", "bos_token", vocabulary),
        affix("add_eos_token", "eos_token", vocabulary));
  }

  private List<Integer> affix(String setting, String token, AddedVocabulary vocabulary) {
    AddedToken added = named.get(token);
    return added == null || !fields.bool(setting, false)
        ? List.of()
        : List.of(vocabulary.idOf(added.content()));
  }

  /** {@code model_max_length}; null for 10^30, which tokenizers without a limit write. */
  @Nullable Integer maxLength() {
    String name = arguments.has("model_max_length") ? "model_max_length" : "max_len";
    JsonNode value = fields.field(name);
    if (value == null || (value.isNumber() && value.doubleValue() > Integer.MAX_VALUE)) {
      return null;
    }
    return fields.integer(name, 1, Integer.MAX_VALUE);
  }

  /** Remarks that every user should see. */
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
