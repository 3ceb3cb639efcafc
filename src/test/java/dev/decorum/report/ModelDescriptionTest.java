package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDescriptionTest {

  @Test
  void aModelIsDescribedByWhatWasUnderstoodOfItsFolder() {
    List<String> lines =
        ModelDescription.lines(ModelBundle.open(Checkpoints.folder("base")), Map.of());
    assertTrue(
        lines.containsAll(
            List.of(
                "  name            base",
                "  architecture    GPT2ForSequenceClassification, 2 labels",
                "  shape           2 layers, 4 heads, width 32, inner width 128, 128 positions,"
                    + " 1,025 tokens",
                "  weights         model.safetensors",
                "  window          at most 128 tokens, the last ones",
                "  padding         token id 1024",
                "  special tokens  <|endoftext|>",
                "  formatter       pygmalion (default)",
                "  history         10 messages (default)",
                "  baseline        0.672 (default)")),
        String.join("\n", lines));
  }

  @Test
  void aModelCannotRepaintTheTerminal(@TempDir Path folder) throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    Files.writeString(copy.resolve("decorum.json"), "{\"name\": \"nice\\u001b[2J\\u202emodel\"}");
    ModelBundle bundle = ModelBundle.open(copy);
    List<String> lines = ModelDescription.lines(bundle, Map.of());
    assertEquals("  name            nice·[2J·model", lines.get(0));
    assertFalse(String.join("", lines).contains("\u001b"));
  }

  @Test
  void theJsonFormHoldsTheSameFacts() throws IOException {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
    JsonNode json = new ObjectMapper().readTree(ModelDescription.json(bundle, Map.of()));
    assertEquals("base", json.get("name").textValue());
    assertEquals("<|endoftext|>", json.get("special_tokens").textValue());
    assertEquals(bundle.checksums().get("config.json"), json.at("/sha256/config.json").textValue());
    assertTrue(json.get("notes").isArray());
  }
}
