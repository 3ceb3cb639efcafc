package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.failure.UsageException;
import dev.decorum.model.files.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A byte-level vocabulary with its merges, and the files that make it the tokenizer of a model
 * folder, for Decorum and for Hugging Face's {@code AutoTokenizer}.
 *
 * @param tokens the tokens by their ids: {@code <|endoftext|>}, the 256 bytes, then what was
 *     learned. Bytes are written as the characters that GPT-2's vocabulary has for them
 * @param merges the pairs that become one token, in the order in which they are applied
 */
public record BytePairVocabulary(List<String> tokens, List<Merge> merges) {

  /** The only special token, which begins, ends, pads and stands for the unknown. */
  public static final String END_OF_TEXT = "<|endoftext|>";

  /** The id of {@link #END_OF_TEXT}. */
  public static final int END_OF_TEXT_ID = 0;

  /**
   * Two tokens that become one.
   *
   * @param left the first one
   * @param right the second one
   */
  public record Merge(String left, String right) {
    /** The token that they become. */
    public String merged() {
      return left + right;
    }
  }

  public BytePairVocabulary {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
    Set<String> known = new HashSet<>(tokens);
    if (known.size() != tokens.size() || !tokens.get(END_OF_TEXT_ID).equals(END_OF_TEXT)) {
      throw new IllegalArgumentException("tokens must be different, " + END_OF_TEXT + " the first");
    }
    for (Merge merge : merges) {
      if (!known.contains(merge.left())
          || !known.contains(merge.right())
          || !known.contains(merge.merged())) {
        throw new IllegalArgumentException(merge + " is not of tokens of the vocabulary");
      }
    }
  }

  /** The number of tokens, the special one included. */
  public int size() {
    return tokens.size();
  }

  /**
   * The content of {@code tokenizer.json}, UTF-8: byte for byte what Hugging Face's {@code
   * ByteLevelBPETokenizer} saves.
   *
   * @throws UsageException if it is larger than Decorum would read
   */
  public byte[] tokenizerJson() {
    ObjectNode json = JsonFields.newObject();
    json.put("version", "1.0");
    json.putNull("truncation");
    json.putNull("padding");
    ObjectNode special = json.putArray("added_tokens").addObject();
    special.put("id", END_OF_TEXT_ID);
    special.put("content", END_OF_TEXT);
    special.put("single_word", false);
    special.put("lstrip", false);
    special.put("rstrip", false);
    special.put("normalized", false);
    special.put("special", true);
    json.putNull("normalizer");
    byteLevel(json, "pre_tokenizer", false, true);
    byteLevel(json, "post_processor", true, false);
    byteLevel(json, "decoder", true, true);
    ObjectNode model = json.putObject("model");
    model.put("type", "BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    ArrayNode pairs = model.putArray("merges");
    for (Merge merge : merges) {
      pairs.addArray().add(merge.left()).add(merge.right());
    }
    byte[] written = JsonFields.write(json);
    if (written.length > ModelTokenizer.LARGEST_FILE) {
      throw new UsageException(
          "the tokenizer would be larger than "
              + (ModelTokenizer.LARGEST_FILE >> 20)
              + " MiB; choose a smaller vocabulary");
    }
    return written;
  }

  private static void byteLevel(
      ObjectNode json, String field, boolean addPrefixSpace, boolean trimOffsets) {
    ObjectNode component = json.putObject(field);
    component.put("type", "ByteLevel");
    component.put("add_prefix_space", addPrefixSpace);
    component.put("trim_offsets", trimOffsets);
    component.put("use_regex", true);
  }

  /**
   * The content of {@code tokenizer_config.json}, UTF-8: GPT-2's class, which makes the same of the
   * vocabulary as {@link #tokenizerJson}.
   *
   * @param maxLength the most tokens that the model can read, from 1
   */
  public byte[] tokenizerConfigJson(int maxLength) {
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength is " + maxLength);
    }
    ObjectNode json = JsonFields.newObject();
    json.put("add_prefix_space", false);
    json.put("bos_token", END_OF_TEXT);
    json.put("clean_up_tokenization_spaces", false);
    json.put("eos_token", END_OF_TEXT);
    json.put("model_max_length", maxLength);
    json.put("pad_token", END_OF_TEXT);
    json.put("padding_side", "right");
    json.put("tokenizer_class", "GPT2Tokenizer");
    json.put("truncation_side", "left");
    json.put("unk_token", END_OF_TEXT);
    return JsonFields.write(json);
  }
}
