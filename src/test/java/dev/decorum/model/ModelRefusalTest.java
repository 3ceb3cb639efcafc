package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every unusable folder is refused with its reason; each is a good one with one thing spoiled. */
class ModelRefusalTest {
  private static final String WEIGHTS = "model.safetensors";

  private interface Spoiling {
    void apply(Path folder) throws IOException;
  }

  private record Refusal(String name, String checkpoint, Spoiling spoiling, List<String> message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Refusal base(String name, Spoiling spoiling, String... message) {
    return refusal(name, "base", spoiling, message);
  }

  private static Refusal refusal(
      String name, String checkpoint, Spoiling spoiling, String... message) {
    return new Refusal(name, checkpoint, spoiling, List.of(message));
  }

  private static Spoiling config(Consumer<ObjectNode> change) {
    return folder -> Checkpoints.edit(folder.resolve("config.json"), change);
  }

  private static Spoiling header(Consumer<ObjectNode> change) {
    return folder -> Checkpoints.editHeader(folder.resolve(WEIGHTS), change);
  }

  private static Spoiling text(String file, String content) {
    return folder -> Files.writeString(folder.resolve(file), content);
  }

  private static Spoiling settings(String json) {
    return text("decorum.json", json);
  }

  private static Spoiling delete(String file) {
    return folder -> Files.delete(folder.resolve(file));
  }

  private static void headerLength(Path folder, long length) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(WEIGHTS));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Files.write(folder.resolve(WEIGHTS), bytes);
  }

  private static void replaceWeights(Path folder, String other) throws IOException {
    Files.delete(folder.resolve(WEIGHTS));
    Files.writeString(folder.resolve(other), "anything");
  }

  private static void shard(Path folder, String tensor, String file) throws IOException {
    Checkpoints.edit(
        folder.resolve("model.safetensors.index.json"),
        json -> ((ObjectNode) json.get("weight_map")).put(tensor, file));
  }

  private static ArrayNode offsets(ObjectNode header, String tensor) {
    return (ArrayNode) header.get(tensor).get("data_offsets");
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        base("no config", delete("config.json"), "no config.json"),
        base(
            "config is no JSON", text("config.json", "{\"model_type\": "), "config.json: not JSON"),
        base(
            "config goes on after its end",
            text("config.json", "{\"model_type\": \"gpt2\"} {}"),
            "config.json: not JSON"),
        base(
            "tokenizer goes on after its end",
            text("tokenizer.json", "{\"model\": {\"vocab\": {}, \"merges\": []}} {}"),
            "tokenizer.json: not JSON"),
        base("config is no object", text("config.json", "[]"), "config.json: not a JSON object"),
        base(
            "config nests without end",
            text("config.json", "[".repeat(100_000)),
            "config.json: not JSON",
            "nested more than 64 deep"),
        base(
            "config holds too many values",
            text("config.json", "{\"x\": [" + "[],".repeat(500_001) + "1]}"),
            "config.json: not JSON",
            "it has more than 1000000 values"),
        base(
            "config names a field twice",
            text("config.json", "{\"n_layer\": 1, \"n_layer\": 2}"),
            "config.json: not JSON",
            "the key \"n_layer\" occurs twice"),
        base(
            "config is huge",
            text("config.json", " ".repeat((4 << 20) + 1)),
            "config.json: larger than 4194304 bytes"),
        base(
            "another architecture",
            config(json -> json.put("model_type", "bert")),
            "config.json: model_type is \"bert\"",
            "gpt2"),
        base(
            "two names of one size contradict each other",
            config(json -> json.put("num_attention_heads", 8)),
            "config.json: n_head is 4, but num_attention_heads, which is another name of it, is 8"),
        base(
            "weights of another name",
            config(json -> json.put("transformers_weights", "other.safetensors")),
            "config.json: transformers_weights names other weights"),
        base(
            "three labels",
            config(json -> json.putObject("id2label").put("0", "a").put("1", "b").put("2", "c")),
            "config.json: a model of 3 labels",
            "--appropriate-label"),
        base(
            "labels that contradict",
            config(json -> ((ObjectNode) json.get("label2id")).put("appropriate", 0)),
            "config.json: id2label and label2id contradict each other"),
        base(
            "an unknown activation",
            config(json -> json.put("activation_function", "swoosh")),
            "activation_function \"swoosh\" is not one of gelu_new"),
        base(
            "heads that do not divide",
            config(json -> json.put("n_head", 5)),
            "n_embd 32 is not a multiple of n_head 5"),
        base(
            "a size out of range",
            config(json -> json.put("n_layer", 2_000_000_000)),
            "n_layer must be a whole number from 1 to 1024, but is 2000000000"),
        base(
            "a size that is text",
            config(json -> json.put("n_embd", "32")),
            "n_embd must be a whole number from 1 to 65536, but is \"32\""),
        base(
            "a quantized checkpoint",
            config(json -> json.putObject("quantization_config").put("quant_method", "bnb")),
            "config.json: quantization_config: this checkpoint is quantized"),
        base(
            "a GPTQ checkpoint",
            text("quantize_config.json", "{}"),
            "quantize_config.json: a GPTQ checkpoint"),
        base(
            "an adapter",
            text("adapter_config.json", "{}"),
            "adapter_config.json: this is an adapter (LoRA)",
            "merge_and_unload()"),
        base(
            "a pickle",
            folder -> replaceWeights(folder, "pytorch_model.pt"),
            "only pytorch_model.pt, a Python pickle",
            "AutoModelForSequenceClassification.from_pretrained(DIR).save_pretrained(DIR,"
                + " safe_serialization=True)"),
        base(
            "a file of PyTorch that is none",
            folder -> replaceWeights(folder, "pytorch_model.bin"),
            "pytorch_model.bin: not a file of PyTorch: neither a zip archive nor a pickle"),
        base(
            "a Lightning checkpoint",
            folder -> replaceWeights(folder, "last.ckpt"),
            "only last.ckpt, a Python pickle"),
        base(
            "TensorFlow weights",
            folder -> replaceWeights(folder, "tf_model.h5"),
            "no weights: neither model.safetensors",
            "tf_model.h5 cannot be used"),
        base(
            "a value head",
            header(json -> json.set("v_head.summary.weight", json.remove("score.weight"))),
            "it has v_head.summary.weight, a value head"),
        base(
            "a head of another architecture",
            header(json -> json.set("classifier.weight", json.remove("score.weight"))),
            "it has classifier.weight, a classifier head"),
        base(
            "a head that an adapter wrapped",
            header(
                json ->
                    json.set("score.modules_to_save.default.weight", json.remove("score.weight"))),
            "score.modules_to_save.default.weight was wrapped by PEFT",
            "merge_and_unload()"),
        base(
            "several labels for one text",
            config(json -> json.put("problem_type", "multi_label_classification")),
            "problem_type is multi_label_classification"),
        base(
            "outputs that are no logits",
            config(json -> json.put("problem_type", "regression")),
            "problem_type is regression, so its 2 outputs are not logits"),
        base(
            "labels that do not say it",
            config(
                json -> {
                  json.putObject("id2label").put("0", "cats").put("1", "dogs");
                  json.remove("label2id");
                }),
            "(\"cats\", \"dogs\")",
            "--appropriate-label NAME"),
        base(
            "a tokenizer of another class",
            folder ->
                Checkpoints.edit(
                    folder.resolve("tokenizer_config.json"),
                    json -> json.put("tokenizer_class", "LlamaTokenizer")),
            "tokenizer_class is LlamaTokenizer"),
        base(
            "a web page in the place of weights",
            text(WEIGHTS, "<!DOCTYPE html>\n<html><head>"),
            "model.safetensors: a web page (HTML)",
            "/resolve/"),
        base(
            "a pointer in the place of the tokenizer",
            text("tokenizer.json", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
            "tokenizer.json: a Git LFS pointer",
            "git lfs pull"),
        base(
            "an unfinished download",
            folder -> {
              Path download =
                  Files.createDirectories(folder.resolve(".cache/huggingface/download"));
              Files.move(folder.resolve(WEIGHTS), download.resolve("abc.0123.incomplete"));
            },
            "its download is not complete (abc.0123.incomplete",
            "run the download again"),
        base(
            "a link in writing that leads out",
            folder -> Files.writeString(folder.resolve(WEIGHTS), "../outside.safetensors"),
            "model.safetensors: a link to a file that does not exist"),
        base(
            "no head",
            header(json -> json.set("lm_head.weight", json.remove("score.weight"))),
            "no tensor score.weight, the head",
            "a language model"),
        base(
            "a missing tensor",
            header(json -> json.set("odd", json.remove("transformer.h.1.mlp.c_fc.bias"))),
            "no tensor transformer.h.1.mlp.c_fc.bias, expected with shape [128]"),
        base(
            "a GPTQ tensor",
            header(
                json ->
                    json.set(
                        "transformer.h.0.attn.c_attn.qweight",
                        json.remove("transformer.h.0.attn.c_attn.weight"))),
            "no tensor transformer.h.0.attn.c_attn.weight",
            "h.0.attn.c_attn.qweight: a GPTQ or AWQ checkpoint"),
        base(
            "a wrong shape",
            config(json -> json.put("n_inner", 64)),
            "model.safetensors: tensor transformer.h.0.mlp.c_fc.weight has shape [32, 128], but"
                + " config.json requires [32, 64]"),
        base(
            "a turned shape",
            header(
                json -> ((ObjectNode) json.get("score.weight")).putArray("shape").add(32).add(2)),
            "tensor score.weight has shape [32, 2], but config.json requires [2, 32]"),
        base(
            "a wrong type",
            header(json -> ((ObjectNode) json.get("score.weight")).put("dtype", "I32")),
            "tensor score.weight has dtype I32; weights must be F32, F16, BF16 or F64"),
        base(
            "an unknown type",
            header(json -> ((ObjectNode) json.get("score.weight")).put("dtype", "F4")),
            "tensor score.weight has the unknown dtype \"F4\""),
        base(
            "a shape that does not fit the type",
            header(json -> ((ObjectNode) json.get("score.weight")).put("dtype", "F16")),
            "tensor score.weight: F16 [2, 32] takes 128 bytes, but its data_offsets span 256"),
        base(
            "a shape that overflows",
            header(
                json ->
                    ((ObjectNode) json.get("score.weight"))
                        .putArray("shape")
                        .add(1L << 40)
                        .add(1L << 40)),
            "tensor score.weight: shape [1099511627776, 1099511627776] is out of range"),
        base(
            "a negative shape",
            header(
                json -> ((ObjectNode) json.get("score.weight")).putArray("shape").add(-2).add(-32)),
            "tensor score.weight: shape must be whole numbers, but holds -2"),
        base(
            "no shape",
            header(json -> ((ObjectNode) json.get("score.weight")).remove("shape")),
            "tensor score.weight has no shape"),
        base(
            "offsets the wrong way round",
            header(
                json -> {
                  ArrayNode offsets = offsets(json, "score.weight");
                  long begin = offsets.get(0).longValue();
                  offsets.set(0, offsets.get(1));
                  offsets.set(1, json.numberNode(begin));
                }),
            "tensor score.weight: data_offsets must be [begin, end]"),
        base(
            "overlapping tensors",
            header(
                json ->
                    ((ObjectNode) json.get("transformer.ln_f.weight"))
                        .set("data_offsets", offsets(json, "transformer.ln_f.bias"))),
            "overlaps its neighbour"),
        base(
            "a gap between tensors",
            header(json -> json.remove("transformer.h.0.ln_1.bias")),
            "leaves a gap before"),
        base(
            "bytes after the last tensor",
            folder -> {
              byte[] bytes = Files.readAllBytes(folder.resolve(WEIGHTS));
              Files.write(folder.resolve(WEIGHTS), Arrays.copyOf(bytes, bytes.length + 3));
            },
            "model.safetensors: 3 bytes after the last tensor belong to none"),
        base(
            "a truncated file",
            folder -> {
              byte[] bytes = Files.readAllBytes(folder.resolve(WEIGHTS));
              Files.write(folder.resolve(WEIGHTS), Arrays.copyOf(bytes, bytes.length - 100));
            },
            "model.safetensors: truncated: the tensors take"),
        base(
            "a file truncated in the header",
            folder -> {
              byte[] bytes = Files.readAllBytes(folder.resolve(WEIGHTS));
              Files.write(folder.resolve(WEIGHTS), Arrays.copyOf(bytes, 100));
            },
            "model.safetensors: truncated: the header is"),
        base("an empty file", text(WEIGHTS, ""), "model.safetensors: truncated: 0 bytes"),
        base(
            "a header too long",
            folder -> headerLength(folder, 4_194_305),
            "its header would be 4194305 bytes long (at most 4194304)"),
        base(
            "a header of negative length",
            folder -> headerLength(folder, -1),
            "its header would be 18446744073709551615 bytes long"),
        base(
            "a Git LFS pointer",
            text(WEIGHTS, "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
            "model.safetensors: a Git LFS pointer"),
        base(
            "a header that is no JSON",
            folder ->
                Checkpoints.writeSafetensors(
                    folder.resolve(WEIGHTS), "{\"a\": nonsense}", new byte[4]),
            "model.safetensors: safetensors header: not JSON"),
        base(
            "a header with a tensor twice",
            folder ->
                Checkpoints.writeSafetensors(
                    folder.resolve(WEIGHTS),
                    "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                        + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
                    new byte[2]),
            "model.safetensors: safetensors header: not JSON",
            "the key \"a\" occurs twice"),
        base(
            "positions without end",
            config(json -> json.put("n_positions", 65_537)),
            "n_positions must be a whole number from 1 to 65536, but is 65537"),
        base(
            "a tokenizer without merges",
            text("tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 0}}}"),
            "tokenizer.json: model has no merges"),
        base(
            "a tokenizer that searches for ever",
            folder -> {
              // GPT-2's own class would not look at it.
              Checkpoints.edit(
                  folder.resolve("tokenizer_config.json"),
                  json -> json.put("tokenizer_class", "PreTrainedTokenizerFast"));
              Checkpoints.edit(
                  folder.resolve("tokenizer.json"),
                  json ->
                      json.putObject("pre_tokenizer")
                          .put("type", "Split")
                          .putObject("pattern")
                          .put("Regex", "(a+)+$"));
            },
            "tokenizer.json: pre_tokenizer: pattern must be the regular expression of GPT-2"),
        base("no tokenizer", delete("tokenizer.json"), "no tokenizer: needs tokenizer.json, or"),
        base(
            "a tokenizer that is no JSON",
            text("tokenizer.json", "{\"model\": {\"vocab\": "),
            "tokenizer.json: not JSON"),
        base(
            "a tokenizer without a model",
            text("tokenizer.json", "{}"),
            "tokenizer.json: has no model"),
        base(
            "a tokenizer of another type",
            text("tokenizer.json", "{\"model\": {\"type\": \"Unigram\", \"vocab\": []}}"),
            "tokenizer.json: a tokenizer of type Unigram"),
        base(
            "a vocabulary larger than the embedding",
            folder ->
                Checkpoints.edit(
                    folder.resolve("tokenizer.json"),
                    json -> ((ObjectNode) json.at("/model/vocab")).put("surplus", 1025)),
            "the tokenizer's ids go up to 1025, but the model knows only 1025 tokens"),
        base(
            "a link out of the folder",
            folder -> {
              Path outside = folder.resolveSibling("outside.safetensors");
              Files.move(folder.resolve(WEIGHTS), outside);
              Files.createSymbolicLink(folder.resolve(WEIGHTS), outside);
            },
            "model.safetensors: a link that points outside the model folder"),
        base(
            "an unknown setting",
            settings("{\"formater\": \"pygmalion\"}"),
            "decorum.json: unknown key \"formater\"; the known ones are name, weights, formatter"),
        base(
            "an unknown formatter",
            settings("{\"formatter\": \"alpaca\"}"),
            "decorum.json: formatter must be",
            "pygmalion, vicuna, chatml, moderator, xlreward, empty, but is \"alpaca\""),
        base(
            "a formatter with an unknown placeholder",
            settings(
                "{\"formatter\": {\"memory_template\": \"{persona}\", \"prompt_template\": \"\","
                    + " \"bot_template\": \"\", \"user_template\": \"\", \"response_template\":"
                    + " \"\"}}"),
            "decorum.json: formatter: memory_template: the placeholder {persona}",
            "{memory}, {bot_name}, {user_name}"),
        base(
            "more tokens than positions",
            settings("{\"max_tokens\": 129}"),
            "decorum.json: max_tokens is 129, but the model has only 128 positions"),
        base(
            "a baseline that is no probability",
            settings("{\"baseline\": 67.2}"),
            "decorum.json: baseline must be a number from 0.0 to 1.0, but is 67.2"),
        base(
            "a baseline that is next to nothing",
            settings("{\"baseline\": 4.9e-324}"),
            "decorum.json: baseline must be a probability between 0 and 1"),
        base(
            "a history of none",
            settings("{\"history\": 0}"),
            "decorum.json: history must be a whole number from 1"),
        base(
            "a label that is none",
            settings("{\"appropriate_label\": 2}"),
            "decorum.json: there is no label \"2\""),
        base(
            "weights of another kind",
            settings("{\"weights\": \"tf_model.h5\"}"),
            "decorum.json: weights must be model.safetensors"),
        base(
            "weights outside of the folder",
            settings("{\"weights\": \"../model.onnx\"}"),
            "\"../model.onnx\" names a file outside the model folder"),
        base(
            "a checksum that is none",
            settings("{\"checksums\": {\"config.json\": \"abc\"}}"),
            "decorum.json: checksums: config.json must be a SHA-256"),
        base(
            "a checksum that differs",
            settings("{\"checksums\": {\"config.json\": \"" + "0".repeat(64) + "\"}}"),
            "config.json: its SHA-256 is",
            "but decorum.json pins " + "0".repeat(64)),
        base(
            "a checksum of a file outside",
            settings("{\"checksums\": {\"/etc/hostname\": \"" + "0".repeat(64) + "\"}}"),
            "\"/etc/hostname\" names a file outside the model folder"),
        refusal(
            "a shard that is missing",
            "sharded",
            delete("model-00002-of-00003.safetensors"),
            "model-00002-of-00003.safetensors: no such file"),
        refusal(
            "a shard that climbs",
            "sharded",
            folder -> shard(folder, "score.weight", "../model.safetensors"),
            "\"../model.safetensors\" names a file outside the model folder"),
        refusal(
            "a shard with an absolute path",
            "sharded",
            folder -> shard(folder, "score.weight", "/etc/passwd"),
            "\"/etc/passwd\" names a file outside the model folder"),
        refusal(
            "a shard that links out of the folder",
            "sharded",
            folder -> {
              Path shard = folder.resolve("model-00002-of-00003.safetensors");
              Path outside = folder.resolveSibling("outside");
              Files.move(shard, outside);
              Files.createSymbolicLink(shard, outside);
            },
            "model-00002-of-00003.safetensors: a link that points outside the model folder"),
        refusal(
            "a shard without its tensor",
            "sharded",
            folder ->
                shard(folder, "transformer.h.9.ln_1.bias", "model-00001-of-00003.safetensors"),
            "tensor transformer.h.9.ln_1.bias is not in model-00001-of-00003.safetensors"),
        refusal(
            "a tensor in two shards",
            "sharded",
            folder -> {
              Files.copy(
                  folder.resolve("model-00002-of-00003.safetensors"), folder.resolve("copy"));
              shard(folder, "transformer.another", "copy");
            },
            "is there twice"),
        refusal(
            "an index without a map",
            "sharded",
            text("model.safetensors.index.json", "{}"),
            "model.safetensors.index.json: has no weight_map"),
        refusal(
            "merges that are none",
            "vocab-merges",
            text("merges.txt", "#version: 0.2\na b\nabc\n"),
            "merges.txt:3: not two symbols"),
        refusal(
            "a vocabulary that is none",
            "vocab-merges",
            text("vocab.json", "{\"a\": -1}"),
            "vocab.json: -1 is not a token id"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal, @TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy(refusal.checkpoint(), temp.resolve("model"));
    assertDoesNotThrow(
        () -> ModelBundle.open(folder), "the checkpoint was unusable from the start");
    refusal.spoiling().apply(folder);
    String message =
        String.valueOf(
            assertThrows(ModelException.class, () -> ModelBundle.open(folder)).getMessage());
    assertTrue(message.contains(temp.toString()), message);
    for (String part : refusal.message()) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }

  @Test
  void theWorkingDirectoryHasAName() {
    ModelException refusal =
        assertThrows(ModelException.class, () -> ModelBundle.open(Path.of("")));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(".: no config.json"));
  }

  @Test
  void messagesAreOneLineThatIsSafeToShow(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    String name = "\u001b[2Jbad\nname" + "x".repeat(5000);
    Checkpoints.editHeader(folder.resolve(WEIGHTS), json -> json.put(name, 1));
    String message =
        String.valueOf(
            assertThrows(ModelException.class, () -> ModelBundle.open(folder)).getMessage());
    assertTrue(message.contains("?[2Jbad?namexxx"), message);
    assertTrue(message.length() <= 1001, message);
  }

  @Test
  void aFolderThatIsNoneIsRefused(@TempDir Path temp) {
    String missing =
        String.valueOf(
            assertThrows(ModelException.class, () -> ModelBundle.open(temp.resolve("nowhere")))
                .getMessage());
    assertTrue(missing.contains("nowhere: no such folder"), missing);
    assertThrows(
        ModelException.class,
        () ->
            ModelBundle.open(Files.writeString(temp.resolve("file"), "x", StandardCharsets.UTF_8)));
  }
}
