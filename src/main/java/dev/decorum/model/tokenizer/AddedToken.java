package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text that becomes one token wherever it appears.
 *
 * @param content the text
 * @param singleWord whether it has to be a word by itself
 * @param stripsLeft whether the token includes white space before it
 * @param stripsRight whether the token includes white space after it
 * @param saysNormalized whether it is searched for in the normalized text; {@code null} if no file
 *     says, which means that control tokens are not
 * @param special whether it is a control token
 * @param isText whether a file has only the text, which transformers distinguishes from an object
 */
record AddedToken(
    String content,
    boolean singleWord,
    boolean stripsLeft,
    boolean stripsRight,
    @Nullable Boolean saysNormalized,
    boolean special,
    boolean isText) {

  AddedToken {
    Objects.requireNonNull(content);
  }

  /** A control token of which only the text is known. */
  static AddedToken text(String content) {
    return new AddedToken(content, false, false, false, null, true, true);
  }

  /** A token of {@code added_tokens.json}, which has only texts and ids. */
  static AddedToken plain(String content, boolean special) {
    return new AddedToken(content, false, false, false, !special, special, false);
  }

  /** A token in the form of an object with a {@code content}. */
  static Optional<AddedToken> of(JsonNode node) {
    JsonNode content = node.path("content");
    if (!content.isTextual()) {
      return Optional.empty();
    }
    return Optional.of(
        new AddedToken(
            content.textValue(),
            node.path("single_word").asBoolean(false),
            node.path("lstrip").asBoolean(false),
            node.path("rstrip").asBoolean(false),
            node.path("normalized").isBoolean() ? node.path("normalized").booleanValue() : null,
            node.path("special").asBoolean(false),
            false));
  }

  /** Whether it is searched for in the normalized text. */
  boolean normalized() {
    return saysNormalized == null ? !special : saysNormalized;
  }

  /** The same as a control token. */
  AddedToken asSpecial() {
    return new AddedToken(
        content, singleWord, stripsLeft, stripsRight, saysNormalized, true, isText);
  }

  /** The token with defaults for everything that the files do not say. */
  AddedToken resolved() {
    return new AddedToken(
        content, singleWord, stripsLeft, stripsRight, normalized(), special, false);
  }

  /** Whether transformers treats the two as equal. */
  boolean sameAs(AddedToken other) {
    return isText == other.isText && resolved().equals(other.resolved());
  }

  /** The token in the form of {@code tokenizer.json}. */
  ObjectNode toJson(int id) {
    ObjectNode token = JsonFields.newObject();
    token.put("id", id);
    token.put("content", content);
    token.put("single_word", singleWord);
    token.put("lstrip", stripsLeft);
    token.put("rstrip", stripsRight);
    token.put("normalized", normalized());
    token.put("special", special);
    return token;
  }
}
