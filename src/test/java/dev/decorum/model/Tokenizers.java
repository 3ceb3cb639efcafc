package dev.decorum.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tokenizers that are not as GPT-2's is. */
public final class Tokenizers {

  /** How GPT-4 and Llama 3 tell words. */
  public static final String GPT4 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
          + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Tokenizers() {}

  /** The same tokenizer with words by this regular expression. */
  public static byte[] withExpression(byte[] tokenizerJson, String expression) throws IOException {
    ObjectNode json = (ObjectNode) MAPPER.readTree(tokenizerJson);
    ObjectNode sequence = json.putObject("pre_tokenizer").put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    ObjectNode split = steps.addObject();
    split.put("type", "Split").put("behavior", "Isolated").put("invert", false);
    split.putObject("pattern").put("Regex", expression);
    ObjectNode bytes = steps.addObject();
    bytes.put("type", "ByteLevel").put("add_prefix_space", false);
    bytes.put("trim_offsets", true).put("use_regex", false);
    return MAPPER.writeValueAsBytes(json);
  }

  /**
   * A tokenizer of four tokens.
   *
   * @param component a field of the file, with single quotes
   * @param modelField a field of its model
   */
  public static byte[] small(String component, String modelField) {
    String json =
        "{'version':'1.0',"
            + component
            + ",'model':{'type':'BPE',"
            + modelField
            + ",'vocab':{'a':0,'b':1,'ab':2,'!':3},'merges':['a b']}}";
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
