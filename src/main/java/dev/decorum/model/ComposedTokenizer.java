package dev.decorum.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@code tokenizer.json} that Hugging Face's {@code GPT2Converter} would make of {@code
 * vocab.json} and {@code merges.txt}: byte-level BPE without normalizer, and the special tokens.
 */
final class ComposedTokenizer {
  static final String VOCABULARY = "vocab.json";
  static final String MERGES = "merges.txt";
  private static final String ADDED = "added_tokens.json";
  private static final String SPECIAL = "special_tokens_map.json";
  private static final String END_OF_TEXT = "<|endoftext|>";

  private ComposedTokenizer() {}

  /** Composes; the names of the files that it read are added to the list. */
  static byte[] compose(ModelFolder folder, @Nullable JsonFields config, List<String> files) {
    JsonFields vocabulary = read(folder, VOCABULARY, TokenizerFiles.LARGEST_FILE, files);
    ArrayNode merges = merges(folder);
    files.add(MERGES);

    ObjectNode json = JsonFields.newObject();
    json.put("version", "1.0");
    json.putNull("truncation");
    json.putNull("padding");
    ArrayNode added = json.putArray("added_tokens");
    addedTokens(folder, config, vocabulary, files).values().forEach(added::add);
    json.putNull("normalizer");
    boolean prefixSpace = config != null && config.bool("add_prefix_space", false);
    byteLevel(json.putObject("pre_tokenizer"), prefixSpace, true);
    byteLevel(json.putObject("post_processor"), true, false);
    byteLevel(json.putObject("decoder"), true, true);
    ObjectNode model = json.putObject("model");
    model.put("type", "BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.put("continuing_subword_prefix", "");
    model.put("end_of_word_suffix", "");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.set("vocab", vocabulary.node());
    model.set("merges", merges);
    return JsonFields.write(json);
  }

  private static void byteLevel(ObjectNode node, boolean prefixSpace, boolean trimOffsets) {
    node.put("type", "ByteLevel");
    node.put("add_prefix_space", prefixSpace);
    node.put("trim_offsets", trimOffsets);
    node.put("use_regex", true);
  }

  private static JsonFields read(ModelFolder folder, String name, int limit, List<String> files) {
    files.add(name);
    return JsonFields.parse(folder.path().resolve(name).toString(), folder.read(name, limit));
  }

  private static ArrayNode merges(ModelFolder folder) {
    String text =
        new String(folder.read(MERGES, TokenizerFiles.LARGEST_FILE), StandardCharsets.UTF_8);
    ArrayNode merges = JsonFields.newObject().putArray("merges");
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String merge = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (merge.isEmpty() || merge.startsWith("#version")) {
        continue;
      }
      int space = merge.indexOf(' ');
      if (space <= 0 || space == merge.length() - 1 || merge.indexOf(' ', space + 1) >= 0) {
        throw new ModelException(
            folder.path().resolve(MERGES) + ":" + number + ": not two symbols and a space between");
      }
      merges.add(merge);
    }
    return merges;
  }

  /** The added tokens by id, as Hugging Face gathers them from up to three files. */
  private static Map<Integer, JsonNode> addedTokens(
      ModelFolder folder, @Nullable JsonFields config, JsonFields vocabulary, List<String> files) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    if (folder.has(ADDED)) {
      JsonFields extra = read(folder, ADDED, TokenizerFiles.LARGEST_CONFIG, files);
      for (String content : extra.names()) {
        ids.put(content, extra.integer(content, 0, 1 << 24, 0));
      }
    }
    Map<Integer, JsonNode> tokens = new TreeMap<>();
    JsonFields decoder = config == null ? null : config.object("added_tokens_decoder");
    if (decoder != null) {
      for (String id : decoder.names()) {
        String content = TokenizerFiles.content(decoder, id);
        if (content == null || !id.matches("\\d{1,8}")) {
          throw decoder.wrong(id, "an added token under its id");
        }
        JsonNode flags = decoder.node().get(id);
        ids.put(content, Integer.parseInt(id));
        tokens.put(Integer.parseInt(id), token(Integer.parseInt(id), content, flags));
      }
    }
    ids.forEach((content, id) -> tokens.putIfAbsent(id, token(id, content, null)));
    JsonFields special =
        folder.has(SPECIAL)
            ? read(folder, SPECIAL, TokenizerFiles.LARGEST_CONFIG, files)
            : new JsonFields(SPECIAL, JsonFields.newObject());
    int next = 1 + largest(vocabulary, ids);
    for (String name : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
      String content = special(name, config, special);
      if (content == null || content.isEmpty() || ids.containsKey(content)) {
        continue;
      }
      Integer known = vocabulary.integer(content, 0, 1 << 24);
      int id = known == null ? next++ : known;
      ids.put(content, id);
      tokens.put(id, token(id, content, null));
    }
    return tokens;
  }

  private static @Nullable String special(
      String name, @Nullable JsonFields config, JsonFields special) {
    String content = config == null ? null : TokenizerFiles.content(config, name);
    if (content == null) {
      content = TokenizerFiles.content(special, name);
    }
    // GPT-2's own default for all but the padding, which it does not have.
    return content == null && !name.equals("pad_token") ? END_OF_TEXT : content;
  }

  private static int largest(JsonFields vocabulary, Map<String, Integer> added) {
    int largest = -1;
    for (String token : vocabulary.names()) {
      largest = Math.max(largest, vocabulary.integer(token, 0, 1 << 24, 0));
    }
    for (int id : added.values()) {
      largest = Math.max(largest, id);
    }
    return largest;
  }

  private static JsonNode token(int id, String content, @Nullable JsonNode flags) {
    ObjectNode token = JsonFields.newObject();
    token.put("id", id);
    token.put("content", content);
    for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
      token.put(flag, flags != null && flags.path(flag).asBoolean(false));
    }
    token.put("special", flags == null || flags.path("special").asBoolean(true));
    return token;
  }
}
