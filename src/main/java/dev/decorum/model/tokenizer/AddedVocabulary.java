package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.model.files.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The added tokens of a tokenizer and their ids, by the rules of Hugging Face's tokenizers library:
 * a text that the vocabulary knows keeps its id, any other gets the next one; the id that a file
 * gives counts for nothing.
 */
final class AddedVocabulary {
  private final Map<String, Integer> vocabulary;
  private final int vocabularySize;
  private final Map<String, AddedToken> tokens = new LinkedHashMap<>();
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private int largest = -1;

  /**
   * @param vocabulary ids in the vocabulary of the texts that may be added
   * @param vocabularySize how many entries the vocabulary has
   */
  AddedVocabulary(Map<String, Integer> vocabulary, int vocabularySize) {
    this.vocabulary = Map.copyOf(vocabulary);
    this.vocabularySize = vocabularySize;
  }

  /** Adds a token, or changes how it is sought. */
  void add(AddedToken token) {
    if (token.content().isEmpty()) {
      return;
    }
    int id = idOf(token.content());
    if (id < 0) {
      id = largest >= vocabularySize ? largest + 1 : vocabularySize;
    }
    largest = Math.max(largest, id);
    tokens.put(token.content(), token);
    ids.put(token.content(), id);
  }

  boolean has(String content) {
    return tokens.containsKey(content);
  }

  /** The id of a text; negative if it is no token. */
  int idOf(String content) {
    Integer id = ids.get(content);
    return id == null ? vocabulary.getOrDefault(content, -1) : id;
  }

  /** The largest id of an added token; -1 if there is none. */
  int largestId() {
    return largest;
  }

  /** Forgets the control tokens, so that they are no more than text. */
  void removeSpecial() {
    tokens.values().removeIf(AddedToken::special);
  }

  /** The added texts. */
  List<String> contents() {
    return List.copyOf(tokens.keySet());
  }

  /** As the list of {@code tokenizer.json}, by their ids. */
  String json() {
    ArrayNode list = JsonFields.newObject().putArray("added_tokens");
    tokens.values().stream()
        .sorted(Comparator.comparingInt(token -> idOf(token.content())))
        .forEach(token -> list.add(token.toJson(idOf(token.content()))));
    return new String(JsonFields.write(list), StandardCharsets.UTF_8);
  }
}
