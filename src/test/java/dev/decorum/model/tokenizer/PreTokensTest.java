package dev.decorum.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreTokensTest {

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int end = PreTokens.end(text, from);
      parts.add(text.substring(from, end));
      from = end;
    }
    return parts;
  }

  /** With spaces, digits and letters that are rare or newer than Java 17. */
  @Test
  void textsAreSplitAsHuggingFaceSplitsThem() throws IOException {
    List<JsonNode> lines = TrainedVocabularies.lines("pre-tokens.jsonl");
    assertEquals(58, lines.size());
    for (JsonNode line : lines) {
      List<String> expected = TrainedVocabularies.strings(line.get("pre_tokens"));
      assertEquals(expected, split(line.get("text").textValue()));
    }
  }

  /** The totals of DerivedGeneralCategory.txt and PropList.txt of Unicode 16.0. */
  @Test
  void theTableIsThatOfUnicode16() {
    int[] characters = new int[4];
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      characters[CharacterClasses.of(c)]++;
    }
    assertEquals(1_858 + 2_258 + 31 + 404 + 136_477, characters[CharacterClasses.LETTER]);
    assertEquals(760 + 236 + 915, characters[CharacterClasses.NUMBER]);
    assertEquals(25, characters[CharacterClasses.SPACE]);
  }
}
