package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;

/** Reads the pre-tokenizer of a {@code tokenizer.json}. */
public final class PreTokenizer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PreTokenizer() {}

  /**
   * Whether every space after another character begins a new word, as for GPT-2 and similar
   * tokenizers, so that no token of the vocabulary spans such a place.
   */
  public static boolean splitsAtSpaces(byte[] tokenizerJson) throws IOException {
    JsonNode component = component(tokenizerJson);
    boolean sequence = component.path("type").asText().equals("Sequence");
    for (JsonNode step : sequence ? component.path("pretokenizers") : List.of(component)) {
      boolean splits =
          switch (step.path("type").asText()) {
            case "ByteLevel" -> step.path("use_regex").asBoolean(true);
            case "Split" -> step.path("behavior").asText().equals("Isolated");
            default -> false;
          };
      if (splits) {
        return true;
      }
    }
    return false;
  }

  /** The pre-tokenizer, which is nearly always before the long vocabulary. */
  private static JsonNode component(byte[] tokenizerJson) throws IOException {
    try (JsonParser parser = MAPPER.createParser(tokenizerJson)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("pre_tokenizer")) {
          return parser.readValueAsTree();
        }
        parser.skipChildren();
      }
    }
    return MissingNode.getInstance();
  }
}
