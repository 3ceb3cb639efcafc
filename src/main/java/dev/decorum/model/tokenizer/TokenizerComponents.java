package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.util.List;
import java.util.Set;

/**
 * Checks the components of a {@code tokenizer.json} that change or split a text before tokens are
 * searched for.
 *
 * <p>A model folder is untrusted. Some components crash the process with unusual settings, and an
 * unknown regular expression can take forever. GPT-2 needs only the byte level; the components of
 * similar tokenizers are allowed as well, with known expressions.
 */
final class TokenizerComponents {
  private static final int LONGEST_SEQUENCE = 16;

  private static final Set<String> NORMALIZERS =
      Set.of("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents");

  private static final Set<String> PRE_TOKENIZERS =
      Set.of("ByteLevel", "Digits", "Punctuation", "Whitespace", "WhitespaceSplit");

  private static final String LETTERS = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
  private static final String REST =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";

  /** The expressions of GPT-2, GPT-4 (with and without capitals of contractions) and Qwen. */
  private static final Set<String> EXPRESSIONS =
      Set.of(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          CONTRACTIONS + LETTERS + "\\p{N}{1,3}" + REST,
          CONTRACTIONS + LETTERS + "\\p{N}" + REST);

  private TokenizerComponents() {}

  /**
   * Checks the component {@code normalizer}.
   *
   * @throws ModelException if it is not allowed
   */
  static void checkNormalizer(JsonFields fields) {
    for (JsonFields each : steps(fields, "normalizers")) {
      requireKnown(each, NORMALIZERS);
    }
  }

  /**
   * Checks the component {@code pre_tokenizer}.
   *
   * @throws ModelException if it is not allowed
   */
  static void checkPreTokenizer(JsonFields fields) {
    for (JsonFields each : steps(fields, "pretokenizers")) {
      if ("Split".equals(each.text("type"))) {
        requireKnownExpression(each);
      } else {
        requireKnown(each, PRE_TOKENIZERS);
      }
    }
  }

  private static List<JsonFields> steps(JsonFields fields, String list) {
    if (!"Sequence".equals(fields.text("type"))) {
      return List.of(fields);
    }
    if (!(fields.field(list) instanceof ArrayNode steps) || steps.size() > LONGEST_SEQUENCE) {
      throw fields.wrong(list, "a list of at most " + LONGEST_SEQUENCE);
    }
    return steps.valueStream().map(step -> step(fields, list, step)).toList();
  }

  private static JsonFields step(JsonFields fields, String list, JsonNode step) {
    if (step instanceof ObjectNode object) {
      return new JsonFields(fields.where() + ": " + list, object);
    }
    throw fields.wrong(list, "a list of objects");
  }

  private static void requireKnown(JsonFields fields, Set<String> known) {
    String type = fields.text("type");
    if (type == null || !known.contains(type)) {
      throw fields.wrong("type", "one of " + String.join(", ", known.stream().sorted().toList()));
    }
  }

  private static void requireKnownExpression(JsonFields fields) {
    JsonFields pattern = fields.object("pattern");
    String expression = pattern == null ? null : pattern.text("Regex");
    if (pattern == null || expression == null || !EXPRESSIONS.contains(expression)) {
      throw fields.wrong("pattern", "the regular expression of GPT-2, GPT-4 or Qwen");
    }
  }
}
