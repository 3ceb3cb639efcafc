package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.tokenizer.Affixes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void readsWhatTheFolderSays() throws IOException {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
    assertEquals("base", bundle.name());
    assertFalse(bundle.isDemo());
    assertEquals(
        new Gpt2Network(
            new Gpt2Config(2, 4, 32, 128, 128, 1025, Activation.GELU_TANH, 1e-5f, true, false)),
        bundle.spec().network());
    assertEquals(List.of("inappropriate", "appropriate"), bundle.head().labels());
    assertEquals(128, bundle.maxTokens());
    assertEquals(new Pooling(1024), bundle.spec().pooling());
    assertEquals(List.of("<|endoftext|>"), bundle.specialTokens());
    assertEquals(1, bundle.head().appropriate());
    assertEquals(List.of(), bundle.notes());
    assertEquals(ModelSettings.NONE, bundle.settings());
    assertEquals(Affixes.NONE, bundle.affixes());
    assertEquals(
        Set.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"),
        bundle.checksums().keySet());
  }

  @Test
  void labelsFollowTheirNames() {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("reversed-labels"));
    assertEquals(0, bundle.head().appropriate());
    assertEquals(
        List.of(
            "label \"appropriate\" (0) is taken as appropriate, \"inappropriate\" (1) as the"
                + " opposite"),
        bundle.notices());
  }

  @Test
  void vocabularyAndMergesMakeTheSameTokenizer() throws IOException {
    JsonNode composed =
        MAPPER.readTree(ModelBundle.open(Checkpoints.folder("vocab-merges")).tokenizerJson());
    ObjectNode original =
        (ObjectNode)
            MAPPER.readTree(
                Files.readAllBytes(Checkpoints.folder("base").resolve("tokenizer.json")));
    // What the composed one leaves to its default.
    ((ObjectNode) original.get("model")).remove("ignore_merges");
    for (String part : List.of("added_tokens", "normalizer", "pre_tokenizer")) {
      assertEquals(original.get(part), composed.get(part), part);
    }
    for (String part : List.of("type", "vocab", "merges")) {
      assertEquals(merged(original, part), merged(composed, part), part);
    }
  }

  /** Merges are pairs in newer files and strings in older ones. */
  private static JsonNode merged(JsonNode tokenizer, String part) {
    JsonNode value = tokenizer.get("model").get(part);
    if (!part.equals("merges")) {
      return value;
    }
    ArrayNode merges = MAPPER.createArrayNode();
    value.forEach(
        merge ->
            merges.add(
                merge.isTextual()
                    ? merge.textValue()
                    : merge.get(0).textValue() + " " + merge.get(1).textValue()));
    return merges;
  }

  @Test
  void addedTokensOfOldFoldersKeepTheirIds(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("vocab-merges", temp.resolve("model"));
    Checkpoints.edit(folder.resolve("vocab.json"), json -> json.remove("<|endoftext|>"));
    Files.writeString(folder.resolve("added_tokens.json"), "{\"<|endoftext|>\": 1024}");
    Files.writeString(
        folder.resolve("special_tokens_map.json"), "{\"pad_token\": {\"content\": \"!\"}}");
    Checkpoints.edit(
        folder.resolve("tokenizer_config.json"),
        json -> {
          json.remove("pad_token");
          json.remove("added_tokens_decoder");
          json.put("add_prefix_space", true);
        });
    Checkpoints.edit(folder.resolve("config.json"), json -> json.remove("pad_token_id"));
    ModelBundle bundle = ModelBundle.open(folder);
    assertEquals(List.of("!", "<|endoftext|>"), bundle.specialTokens());
    JsonNode tokenizer = MAPPER.readTree(bundle.tokenizerJson());
    assertEquals(1024, tokenizer.at("/added_tokens/1/id").intValue());
    assertTrue(tokenizer.at("/pre_tokenizer/add_prefix_space").booleanValue());
    assertTrue(
        bundle
            .checksums()
            .keySet()
            .containsAll(
                List.of(
                    "vocab.json", "merges.txt", "added_tokens.json", "special_tokens_map.json")));
  }

  @Test
  void theLimitIsTheSmallestOfThose(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Path tokenizer = folder.resolve("tokenizer_config.json");
    Checkpoints.edit(tokenizer, json -> json.put("model_max_length", 100));
    assertEquals(100, ModelBundle.open(folder).maxTokens());
    Checkpoints.edit(tokenizer, json -> json.put("model_max_length", BigInteger.TEN.pow(30)));
    assertEquals(128, ModelBundle.open(folder).maxTokens());
    Files.writeString(folder.resolve("decorum.json"), "{\"max_tokens\": 64}");
    assertEquals(64, ModelBundle.open(folder).maxTokens());
  }

  /** Whatever the tokenizer pads with: Hugging Face's model reads the last position then. */
  @Test
  void withoutPaddingNothingIsSkipped(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Checkpoints.edit(folder.resolve("config.json"), json -> json.putNull("pad_token_id"));
    Checkpoints.edit(
        folder.resolve("tokenizer.json"),
        json ->
            ((ArrayNode) json.get("added_tokens"))
                .addObject()
                .put("id", 7)
                .put("content", "[PAD]"));
    Checkpoints.edit(
        folder.resolve("tokenizer_config.json"),
        json -> json.putObject("pad_token").put("content", "[PAD]"));
    ModelBundle bundle = ModelBundle.open(folder);
    assertEquals(Pooling.LAST_TOKEN, bundle.spec().pooling());
    assertTrue(bundle.notices().toString().contains("no pad_token_id"), bundle::toString);
  }

  @Test
  void settingsPinWhatTheySay(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    String sha = ModelBundle.open(folder).checksums().get("model.safetensors");
    Files.writeString(
        folder.resolve("decorum.json"),
        """
        {
          "name": "Example",
          "formatter": {
            "memory_template": "{memory}",
            "prompt_template": "{prompt}",
            "bot_template": "{bot_name}> {message}",
            "user_template": "{user_name}> {message}",
            "response_template": "",
            "truncate_by_message": true
          },
          "history": "all",
          "baseline": 0.6,
          "appropriate_label": 0,
          "checksums": {"model.safetensors": "%s"},
          "attribution": "somebody",
          "notice": "read this"
        }
        """
            .formatted(sha));
    ModelBundle bundle = ModelBundle.open(folder);
    ModelSettings settings = bundle.settings();
    assertEquals("Example", bundle.name());
    assertEquals(ModelSettings.WHOLE_HISTORY, settings.history());
    assertEquals(0.6, settings.baseline());
    assertEquals(0, bundle.head().appropriate());
    assertEquals(
        "decorum.json says that \"inappropriate\" (0) is appropriate, though the names of the labels"
            + " say the opposite",
        bundle.head().source());
    FormatterTemplates formatter = settings.formatter();
    assertTrue(formatter != null && formatter.truncateByMessage());
    assertEquals(Map.of("model.safetensors", sha), settings.checksums());
    assertEquals("somebody", settings.attribution());
    assertEquals("read this", settings.notice());
    assertTrue(bundle.checksums().containsKey("decorum.json"));
  }

  @Test
  void aCardThatCannotBeReadDoesNotMatter(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Files.createDirectory(folder.resolve("README.md"));
    assertEquals("model", ModelBundle.open(folder).name());
  }

  @Test
  void safetensorsWinOverAnExportUnlessPinned(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Files.copy(Checkpoints.folder("onnx").resolve("model.onnx"), folder.resolve("model.onnx"));
    assertInstanceOf(Weights.Tensors.class, ModelBundle.open(folder).weights());
    Files.writeString(folder.resolve("decorum.json"), "{\"weights\": \"model.onnx\"}");
    assertInstanceOf(Weights.ExportedOnnx.class, ModelBundle.open(folder).weights());
    assertEquals(List.of("model.onnx"), ModelBundle.open(folder).weights().names());
  }

  @Test
  void anExportMayLieInItsOwnFolder(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("onnx", temp.resolve("model"));
    Files.createDirectory(folder.resolve("onnx"));
    Files.move(folder.resolve("model.onnx"), folder.resolve("onnx/model.onnx"));
    ModelBundle bundle = ModelBundle.open(folder);
    assertEquals(List.of("onnx/model.onnx"), bundle.weights().names());
    assertTrue(bundle.checksums().containsKey("onnx/model.onnx"));
    Files.writeString(folder.resolve("onnx/model.onnx_data"), "weights");
    assertTrue(ModelBundle.open(folder).checksums().containsKey("onnx/model.onnx_data"));
  }

  @Test
  void theHubsCacheIsAFolderOfLinks(@TempDir Path temp) throws IOException {
    Path repository = temp.resolve("models--someone--reward-model");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123abcd"));
    Path blobs = Checkpoints.copy("base", repository.resolve("blobs"));
    for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Files.createSymbolicLink(snapshot.resolve(name), snapshot.relativize(blobs).resolve(name));
    }
    ModelBundle bundle = ModelBundle.open(snapshot);
    assertEquals("someone/reward-model", bundle.name());
    assertEquals(repository.toRealPath(), bundle.root());
  }

  @Test
  void aModelMayLieInAJar(@TempDir Path temp) throws IOException {
    try (FileSystem jar =
        FileSystems.newFileSystem(temp.resolve("some.jar"), Map.of("create", "true"))) {
      ModelBundle bundle =
          ModelBundle.open(Checkpoints.copy("sharded", jar.getPath("/some/where")));
      assertEquals("where", bundle.name());
      assertEquals(ModelBundle.open(Checkpoints.folder("sharded")).checksums(), bundle.checksums());
    }
  }

  @Test
  void strangeTensorsAreNotedAndMasksAreNot() throws IOException {
    assertEquals(List.of(), ModelBundle.open(Checkpoints.folder("buffers")).notes());
  }

  @Test
  void anUnknownTensorIsNoted(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Checkpoints.editHeader(
        folder.resolve("model.safetensors"),
        json -> {
          ObjectNode tensor = json.putObject("lm_head.weight");
          tensor.put("dtype", "F32").putArray("shape").add(0);
          tensor.putArray("data_offsets").add(0).add(0);
        });
    List<String> notes = ModelBundle.open(folder).notes();
    assertEquals(1, notes.size());
    assertTrue(notes.get(0).endsWith("ignored: lm_head.weight"), notes.get(0));
  }

  @Test
  void whatChangesScoresOrMightIsSaid(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Checkpoints.edit(folder.resolve("config.json"), json -> json.putNull("pad_token_id"));
    Checkpoints.edit(
        folder.resolve("tokenizer_config.json"),
        json -> json.put("truncation_side", "right").put("chat_template", "{{ x }}"));
    Files.writeString(
        folder.resolve("README.md"), "# Model\n\n```python\ntok(text, max_length=64)\n```\n");
    Checkpoints.editHeader(
        folder.resolve("model.safetensors"),
        json -> {
          ObjectNode tensor = json.putObject("score.bias");
          tensor.put("dtype", "F32").putArray("shape").add(0);
          tensor.putArray("data_offsets").add(0).add(0);
        });
    String said = String.join("\n", ModelBundle.open(folder).notices());
    for (String expected :
        List.of(
            "score.bias was ignored",
            "truncation_side is right",
            "chat_template, which is not used",
            "no pad_token_id that is a token",
            "README.md:4: the card cuts texts to 64 tokens")) {
      assertTrue(said.contains(expected), said);
    }
  }

  @Test
  void namesOfTensorsNeedNoPrefix(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Checkpoints.editHeader(
        folder.resolve("model.safetensors"),
        json -> {
          for (String name : json.properties().stream().map(Map.Entry::getKey).toList()) {
            JsonNode tensor = json.remove(name);
            json.set(name.replace("transformer.", ""), tensor);
          }
        });
    assertEquals(List.of(), ModelBundle.open(folder).notes());
  }

  @Test
  void aBareConfigHasTheDefaultsOfHuggingFace() {
    JsonFields bare =
        JsonFields.parse(
            "config.json", "{\"model_type\": \"gpt2\"}".getBytes(StandardCharsets.UTF_8));
    Gpt2Config config =
        new Gpt2Config(12, 12, 768, 1024, 3072, 50257, Activation.GELU_TANH, 1e-5f, true, false);
    assertEquals(new Gpt2Network(config), Architectures.read(bare));
    assertEquals(List.of("LABEL_0", "LABEL_1"), OutputNames.read(bare));
    assertEquals(Pooling.LAST_TOKEN, Pooling.read(bare, config.vocabularySize()));
    assertEquals(0.125f, config.attentionScale(3));
  }
}
