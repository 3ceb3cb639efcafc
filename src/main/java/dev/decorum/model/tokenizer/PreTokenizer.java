package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;

/** What a {@code tokenizer.json} does to a text before it looks for tokens. */
public final class PreTokenizer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PreTokenizer() {}

  /**
   * Whether no token of the vocabulary reaches over a space that follows another character: the
   * words of GPT-2 and of its relatives begin there. Where words are not split, they may.
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

  /** It nearly always stands before the vocabulary, which is long. */
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
