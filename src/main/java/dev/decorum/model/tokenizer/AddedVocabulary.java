package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The added tokens of a tokenizer and their ids, by the rules of Hugging Face's tokenizers library
 * 0.23: a text in the vocabulary keeps its id, and any other gets the next one; ids in files are
 * ignored. Of two texts with the same id, the later one is searched for.
 */
final class AddedVocabulary {
  private static final Pattern SPACE = Pattern.compile("\\p{IsWhite_Space}*");

  private final String where;
  private final Map<String, Integer> vocabulary;
  private final int vocabularySize;
  private final TreeMap<Integer, AddedToken> tokens = new TreeMap<>();
  private final Map<String, Integer> ids = new HashMap<>();

  /** Texts that were added as control tokens at least once. */
  private final Set<String> special = new HashSet<>();

  /**
   * @param where the file, for messages
   * @param vocabulary the vocabulary's ids of the texts that may be added
   * @param vocabularySize the number of entries of the vocabulary
   */
  AddedVocabulary(String where, Map<String, Integer> vocabulary, int vocabularySize) {
    this.where = where;
    this.vocabulary = Map.copyOf(vocabulary);
    this.vocabularySize = vocabularySize;
  }

  /** Adds tokens, or changes how they are searched for, as one call of the library does. */
  void add(Collection<AddedToken> added) {
    int next = Math.max(vocabularySize, largestId() + 1);
    for (AddedToken token : added) {
      if (token.content().isEmpty()) {
        continue;
      }
      int id = idOf(token.content());
      if (id < 0) {
        id = next++;
      }
      ids.put(token.content(), id);
      tokens.put(id, token.resolved());
      if (token.special()) {
        special.add(token.content());
      }
    }
  }

  /** Takes the state of a copy of the tokenizer, which has only what is in its JSON. */
  void copy() {
    List<AddedToken> kept = List.copyOf(tokens.values());
    tokens.clear();
    ids.clear();
    special.clear();
    add(kept);
  }

  /** The id of a text; negative if it is not a token. */
  int idOf(String content) {
    Integer id = ids.get(content);
    return id == null ? vocabulary.getOrDefault(content, -1) : id;
  }

  /** The largest id of an added token; -1 if there is none. */
  int largestId() {
    return tokens.isEmpty() ? -1 : tokens.lastKey();
  }

  /**
   * Removes the control tokens, so that they are ordinary text.
   *
   * @throws ModelException if there are other added tokens as well
   */
  void removeSpecial() {
    for (AddedToken token : tokens.values()) {
      if (!special.contains(token.content())) {
        // The library would not find other tokens inside a control token that it skips.
        throw new ModelException(
            where
                + ": split_special_tokens is true, which Decorum can do only where all added tokens"
                + " are special; \""
                + token.content()
                + "\" is not");
      }
    }
    tokens.clear();
  }

  /** The texts that are searched for, in the order of their ids. */
  List<String> contents() {
    return tokens.values().stream().map(AddedToken::content).toList();
  }

  /**
   * Refuses tokens with which the library would crash the process or behave unpredictably: a token
   * of white space that includes more to its left, if another one includes the same white space; a
   * token that is empty when normalized; and two tokens that are equal when normalized, of which it
   * finds either.
   *
   * @param isNormalizing whether the tokenizer has a normalizer
   */
  void check(boolean isNormalizing) {
    boolean stripsRight = tokens.values().stream().anyMatch(AddedToken::stripsRight);
    Map<String, AddedToken> known = new HashMap<>();
    for (AddedToken token : tokens.values()) {
      String plain = PlainText.of(token.content());
      if ((token.normalized() && plain.isEmpty())
          || (token.stripsLeft() && stripsRight && SPACE.matcher(plain).matches())) {
        throw new ModelException(
            where
                + ": \""
                + token.content()
                + "\" cannot be an added token: it is only white space");
      }
      AddedToken same = isNormalizing && token.normalized() ? known.put(plain, token) : null;
      if (same != null) {
        throw new ModelException(
            where
                + ": the added tokens \""
                + same.content()
                + "\" and \""
                + token.content()
                + "\" may be the same when they are normalized");
      }
    }
  }

  /**
   * The tokens as the list of {@code tokenizer.json}; read in this order, each gets the same id.
   */
  String json() {
    ArrayNode list = JsonFields.newObject().putArray("added_tokens");
    tokens.forEach((id, token) -> list.add(token.toJson(id)));
    return new String(JsonFields.write(list), StandardCharsets.UTF_8);
  }
}
