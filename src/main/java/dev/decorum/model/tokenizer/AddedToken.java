package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import java.util.Objects;
import java.util.Optional;

/**
 * A text that becomes one token wherever it appears.
 *
 * @param content the text
 * @param singleWord whether it has to be a word by itself
 * @param stripsLeft whether white space before it belongs to it
 * @param stripsRight whether white space behind it belongs to it
 * @param normalized whether it is sought in the normalized text
 * @param special whether it is a control token
 */
record AddedToken(
    String content,
    boolean singleWord,
    boolean stripsLeft,
    boolean stripsRight,
    boolean normalized,
    boolean special) {

  AddedToken {
    Objects.requireNonNull(content);
  }

  /** A control token of which no more than the text is known. */
  static AddedToken special(String content) {
    return new AddedToken(content, false, false, false, false, true);
  }

  /** A token of {@code added_tokens.json}, which has nothing but the text. */
  static AddedToken plain(String content, boolean special) {
    return new AddedToken(content, false, false, false, !special, special);
  }

  /** A token that is written as a text or as an object with a {@code content}. */
  static Optional<AddedToken> of(JsonNode node, boolean specialByDefault) {
    if (node.isTextual()) {
      return Optional.of(special(node.textValue()));
    }
    JsonNode content = node.path("content");
    if (!content.isTextual()) {
      return Optional.empty();
    }
    boolean special = node.path("special").asBoolean(specialByDefault);
    return Optional.of(
        new AddedToken(
            content.textValue(),
            node.path("single_word").asBoolean(false),
            node.path("lstrip").asBoolean(false),
            node.path("rstrip").asBoolean(false),
            node.path("normalized").asBoolean(!special),
            special));
  }

  /** The same as a control token. */
  AddedToken asSpecial() {
    return new AddedToken(content, singleWord, stripsLeft, stripsRight, normalized, true);
  }

  /** As {@code tokenizer.json} has it. */
  ObjectNode toJson(int id) {
    ObjectNode token = JsonFields.newObject();
    token.put("id", id);
    token.put("content", content);
    token.put("single_word", singleWord);
    token.put("lstrip", stripsLeft);
    token.put("rstrip", stripsRight);
    token.put("normalized", normalized);
    token.put("special", special);
    return token;
  }
}
