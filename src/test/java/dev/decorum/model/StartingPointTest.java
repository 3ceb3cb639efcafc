package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.SafetensorsFile;
import dev.decorum.model.tensors.TensorEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartingPointTest {
  private static final Path BASE = Checkpoints.folder("base");
  private static final Path LANGUAGE_MODEL = Path.of("src/test/resources/training/language-model");
  private static final String WEIGHTS = "model.safetensors";
  private static final Map<String, Integer> SMALL =
      Map.of("n_layer", 3, "n_head", 2, "n_embd", 8, "n_positions", 16);

  @TempDir Path folder;

  private static Map<String, byte[]> weights(StartingPoint start, long seed) throws IOException {
    Map<String, byte[]> weights = new LinkedHashMap<>();
    start.readWeights(seed, (name, shape, bytes) -> weights.put(name, bytes.readAllBytes()));
    assertEquals(
        new ArrayList<>(start.network().tensors(2).keySet()), new ArrayList<>(weights.keySet()));
    return weights;
  }

  private static Map<String, byte[]> stored(Path file, String prefix) {
    Map<String, byte[]> stored = new HashMap<>();
    for (TensorEntry tensor : SafetensorsFile.open(file).tensors()) {
      stored.put(tensor.name().replaceFirst("^" + prefix, ""), tensor.read());
    }
    return stored;
  }

  private static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  private static byte[] of(Map<String, byte[]> weights, String name) {
    byte[] bytes = weights.get(name);
    assertNotNull(bytes, name);
    return bytes;
  }

  private static void assertStored(
      Map<String, byte[]> expected, Map<String, byte[]> found, boolean withHead) {
    found.forEach(
        (name, bytes) -> {
          if (withHead || !name.equals("score.weight")) {
            assertArrayEquals(of(expected, name), bytes, name);
          }
        });
  }

  private static double deviation(byte[] bytes) {
    double sum = 0;
    double squares = 0;
    float[] floats = floats(bytes);
    for (float each : floats) {
      sum += each;
      squares += (double) each * each;
    }
    double mean = sum / floats.length;
    return Math.sqrt(squares / floats.length - mean * mean);
  }

  private static String refusal(Path place, boolean newHead) {
    return assertThrows(ModelException.class, () -> StartingPoint.open(place, null, newHead))
        .getMessage();
  }

  @Test
  void aClassifierKeepsItsHead() throws IOException {
    StartingPoint start = StartingPoint.open(BASE, null, false);
    assertTrue(start.hasHead());
    assertEquals("base", start.name());
    assertEquals(128, start.maxTokens());
    assertEquals(new Pooling(1024), start.pooling());
    assertEquals(Dropout.of(0.1), start.dropout());
    assertEquals(Set.of("config.json", WEIGHTS), start.checksums().keySet());
    assertStored(stored(BASE.resolve(WEIGHTS), "transformer\\."), weights(start, 1), true);
  }

  /** Half precision is read as the numbers that it stands for. */
  @ParameterizedTest
  @ValueSource(strings = {"f16", "bf16"})
  void weightsOfHalfPrecisionBecomeFloats(String checkpoint) throws IOException {
    StartingPoint start = StartingPoint.open(Checkpoints.folder(checkpoint), null, false);
    for (TensorEntry tensor :
        SafetensorsFile.open(Checkpoints.folder(checkpoint).resolve(WEIGHTS)).tensors()) {
      String name = tensor.name().replaceFirst("^transformer\\.", "");
      assertArrayEquals(tensor.readFloats(), floats(of(weights(start, 1), name)), name);
    }
  }

  @Test
  void theLabelsOfAClassifierMayBeTheOtherWayRound() {
    StartingPoint start = StartingPoint.open(Checkpoints.folder("reversed-labels"), null, false);
    assertEquals(0, start.head().appropriate());
  }

  /** GPT-2's head starts as Hugging Face's: normal, with initializer_range, here 0.16. */
  @Test
  void aLanguageModelGetsANewHead() throws IOException {
    StartingPoint start = StartingPoint.open(LANGUAGE_MODEL, null, false);
    assertFalse(start.hasHead());
    assertEquals(List.of("inappropriate", "appropriate"), start.head().labels());
    assertEquals(1, start.head().appropriate());
    assertEquals(new Pooling(1024), start.pooling(), "the token that ends texts");
    Map<String, byte[]> weights = weights(start, 1);
    assertStored(stored(LANGUAGE_MODEL.resolve(WEIGHTS), "transformer\\."), weights, false);
    assertEquals(64, floats(of(weights, "score.weight")).length);
    assertEquals(0.16, deviation(of(weights, "score.weight")), 0.04);
    assertArrayEquals(of(weights, "score.weight"), of(weights(start, 1), "score.weight"));
    assertFalse(Arrays.equals(of(weights, "score.weight"), of(weights(start, 2), "score.weight")));
  }

  /** GPT-2 on the hub has names without a prefix, and the causal masks of old versions. */
  @Test
  void namesMayLackThePrefix() throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    Checkpoints.editHeader(
        copy.resolve(WEIGHTS),
        header -> {
          for (String name : List.copyOf(names(header))) {
            if (name.equals("score.weight")) {
              header.remove(name);
            } else if (name.startsWith("transformer.")) {
              header.set(name.substring("transformer.".length()), header.remove(name));
            }
          }
        });
    Checkpoints.edit(copy.resolve("config.json"), json -> json.remove("pad_token_id"));
    truncateToHeader(copy.resolve(WEIGHTS));
    StartingPoint start = StartingPoint.open(copy, null, false);
    assertFalse(start.hasHead());
    assertStored(stored(BASE.resolve(WEIGHTS), "transformer\\."), weights(start, 1), false);
  }

  private static List<String> names(ObjectNode header) {
    List<String> names = new ArrayList<>();
    header.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Puts the tensors of the header one behind the other, as the format asks for. */
  private static void truncateToHeader(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ObjectNode header = JsonFields.parse("header", Arrays.copyOfRange(bytes, 8, 8 + length)).node();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (String name : names(header)) {
      if (!name.equals("__metadata__")) {
        ArrayNode offsets = (ArrayNode) header.get(name).get("data_offsets");
        int from = offsets.get(0).intValue();
        int to = offsets.get(1).intValue();
        offsets.set(0, data.size()).set(1, data.size() + to - from);
        data.write(bytes, 8 + length + from, to - from);
      }
    }
    Checkpoints.writeSafetensors(file, header.toString(), data.toByteArray());
  }

  @Test
  void theHeadOfAClassifierCanBeReplaced() throws IOException {
    StartingPoint start = StartingPoint.open(BASE, null, true);
    assertFalse(start.hasHead());
    Map<String, byte[]> stored = stored(BASE.resolve(WEIGHTS), "transformer\\.");
    Map<String, byte[]> weights = weights(start, 1);
    assertStored(stored, weights, false);
    assertFalse(Arrays.equals(of(stored, "score.weight"), of(weights, "score.weight")));
  }

  @Test
  void theDemoModelCanBeTrainedFurther() throws IOException {
    StartingPoint start = StartingPoint.demo(null, false);
    assertTrue(start.hasHead());
    assertFalse(weights(start, 1).isEmpty());
    assertFalse(StartingPoint.demo(null, true).hasHead());
  }

  /** The first weights are those of {@code GPT2PreTrainedModel._init_weights}. */
  @Test
  void randomWeightsAreThoseOfHuggingFace() throws IOException {
    StartingPoint start = StartingPoint.fromScratch(SMALL, BASE);
    assertEquals("scratch", start.name());
    assertEquals(16, start.maxTokens());
    assertEquals(Map.of(), start.checksums());
    assertEquals(1025, start.network().vocabularySize());
    Map<String, byte[]> weights = weights(start, 42);
    assertEquals(0.02, deviation(of(weights, "wte.weight")), 0.0005);
    assertEquals(0.02 / Math.sqrt(6), deviation(of(weights, "h.0.mlp.c_proj.weight")), 0.0015);
    for (String name : List.of("ln_f.weight", "h.2.ln_1.weight")) {
      assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, floats(of(weights, name)));
    }
    assertArrayEquals(new float[24], floats(of(weights, "h.1.attn.c_attn.bias")));
    assertArrayEquals(new float[8], floats(of(weights, "ln_f.bias")));
    Map<String, byte[]> again = weights(start, 42);
    weights.forEach((name, bytes) -> assertArrayEquals(bytes, of(again, name), name));
    assertFalse(Arrays.equals(of(weights, "wte.weight"), of(weights(start, 43), "wte.weight")));
  }

  @Test
  void theFilesOfTheModelSayWhatItIs() {
    StartingPoint start = StartingPoint.open(LANGUAGE_MODEL, null, false);
    ModelSettings settings =
        new ModelSettings(
            "mine", null, FormatterTemplates.PYGMALION, 12, 0.25, "1", 64, Map.of(), null, null);
    Map<String, byte[]> files = start.files(Dropout.of(0.3), settings);
    assertEquals(
        Set.of("config.json", "decorum.json", "tokenizer.json", "tokenizer_config.json"),
        files.keySet());
    JsonFields config = JsonFields.parse("config.json", of(files, "config.json"));
    assertEquals(
        "[\"GPT2ForSequenceClassification\"]", String.valueOf(config.node().get("architectures")));
    assertEquals(
        "{\"0\":\"inappropriate\",\"1\":\"appropriate\"}",
        String.valueOf(config.node().get("id2label")));
    assertEquals(
        "{\"inappropriate\":0,\"appropriate\":1}", String.valueOf(config.node().get("label2id")));
    assertEquals(1024, config.node().get("pad_token_id").intValue());
    assertEquals(0.3, config.node().get("resid_pdrop").doubleValue());
    assertEquals("single_label_classification", config.text("problem_type"));
    assertEquals("float32", config.text("torch_dtype"));
    assertFalse(config.has("transformers_version"), "another program wrote that one");
    JsonFields tokenizer =
        JsonFields.parse("tokenizer_config.json", of(files, "tokenizer_config.json"));
    assertEquals("left", tokenizer.text("truncation_side"));
    assertEquals("right", tokenizer.text("padding_side"));
    assertEquals("<|endoftext|>", tokenizer.text("pad_token"));
    assertEquals(64, tokenizer.node().get("model_max_length").intValue());
    ModelSettings read =
        ModelSettings.read(JsonFields.parse("decorum.json", of(files, "decorum.json")));
    assertEquals(settings, read);
  }

  @Test
  void moreLabelsThanTwoAreRefused() throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    Checkpoints.edit(
        copy.resolve("config.json"),
        json -> json.putObject("id2label").put("0", "a").put("1", "b").put("2", "c"));
    assertTrue(refusal(copy, false).contains("3 labels"), refusal(copy, false));
    assertEquals(
        List.of("inappropriate", "appropriate"),
        StartingPoint.open(copy, null, true).head().labels());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExportedGraphIsRefused(boolean newHead) {
    Path onnx = Checkpoints.folder("onnx");
    assertEquals(
        onnx + ": is an exported graph, which cannot be trained; take the checkpoint",
        refusal(onnx, newHead));
  }

  @Test
  void anAdapterIsRefused() throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    Files.writeString(copy.resolve("adapter_config.json"), "{}");
    for (boolean newHead : new boolean[] {false, true}) {
      assertTrue(refusal(copy, newHead).contains("adapter"), refusal(copy, newHead));
    }
    Files.delete(copy.resolve("adapter_config.json"));
    Checkpoints.editHeader(
        copy.resolve(WEIGHTS),
        header ->
            header.set(
                "transformer.h.0.attn.c_attn.lora_A.weight",
                header.remove("transformer.h.0.attn.c_attn.weight")));
    for (boolean newHead : new boolean[] {false, true}) {
      assertTrue(refusal(copy, newHead).contains("PEFT"), refusal(copy, newHead));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aQuantizedModelIsRefused(boolean newHead) throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    Checkpoints.edit(
        copy.resolve("config.json"),
        json -> json.putObject("quantization_config").put("load_in_8bit", true));
    assertTrue(refusal(copy, newHead).contains("quantiz"), refusal(copy, newHead));
  }

  @Test
  void aTokenizerOfMoreTokensThanTheModelIsRefused() {
    String message =
        assertThrows(
                ModelException.class,
                () -> StartingPoint.fromScratch(Map.of("vocab_size", 1000), BASE))
            .getMessage();
    assertEquals(
        BASE
            + ": the tokenizer's ids go up to 1024, but the model knows only 1000 tokens"
            + " (vocab_size)",
        message);
  }

  @Test
  void aNewHeadTakesThePaddingOfTheTokenizerBeforeTheEndOfText() throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    Checkpoints.edit(copy.resolve("config.json"), json -> json.remove("pad_token_id"));
    Checkpoints.edit(copy.resolve("config.json"), json -> json.put("eos_token_id", 7));
    assertEquals(1024, StartingPoint.open(copy, null, true).pooling().padTokenId());
    Checkpoints.edit(copy.resolve("tokenizer_config.json"), json -> json.remove("pad_token"));
    assertEquals(7, StartingPoint.open(copy, null, true).pooling().padTokenId());
  }

  @Test
  void aShapeThatCannotBeIsRefused() {
    String message =
        assertThrows(
                ModelException.class,
                () -> StartingPoint.fromScratch(Map.of("n_embd", 10, "n_head", 3), BASE))
            .getMessage();
    assertEquals("config.json: n_embd 10 is not a multiple of n_head 3", message);
    assertThrows(ModelException.class, () -> StartingPoint.fromScratch(Map.of("n_layer", 0), BASE));
  }

  @Test
  void dropoutIsBelowOne() throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    Checkpoints.edit(copy.resolve("config.json"), json -> json.put("attn_pdrop", 1.0));
    StartingPoint start = StartingPoint.open(copy, null, false);
    String message = assertThrows(ModelException.class, start::dropout).getMessage();
    assertTrue(message.contains("attn_pdrop"), message);
    assertThrows(IllegalArgumentException.class, () -> Dropout.of(1));
    assertThrows(IllegalArgumentException.class, () -> Dropout.of(Double.NaN));
  }

  @Test
  void aFolderWithoutAModelIsRefused() throws IOException {
    assertTrue(refusal(folder, false).contains("no config.json"), refusal(folder, false));
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    Checkpoints.fill(copy.resolve(WEIGHTS), "transformer.ln_f.weight", Float.NaN);
    assertTrue(refusal(copy, true).contains("infinite or not a number"), refusal(copy, true));
  }
}
