package dev.decorum.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.disk.TemporaryFolder;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.ElementType;
import dev.decorum.model.tensors.SafetensorsWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A temporary model folder with random weights, which is as fast as a trained model of its shape,
 * but whose scores mean nothing. Closing deletes it.
 *
 * <p>Weights are {@link InitialWeights}. The tokenizer is the demonstration model's, whose ids are
 * in every GPT-2 vocabulary.
 */
public final class RandomCheckpoint implements AutoCloseable {

  private static final Gpt2Config SMALL =
      new Gpt2Config(12, 12, 768, 1024, 3072, 50257, Activation.GELU_TANH, 1e-5f, true, false);

  /** GPT-2 small, the size of the published reward model: 124 million weights. */
  public static final Network GPT2_SMALL = new Gpt2Network(SMALL);

  private static final List<String> LABELS = List.of("inappropriate", "appropriate");
  private static final double DEVIATION = 0.02;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TemporaryFolder temporary;
  private final Path folder;

  private RandomCheckpoint(TemporaryFolder temporary) {
    this.temporary = temporary;
    this.folder = temporary.path();
  }

  /**
   * Writes a folder with a {@link #GPT2_SMALL}: half a gigabyte.
   *
   * @param seed of the weights
   * @throws IOException if the temporary folder cannot be written, or is full
   */
  public static RandomCheckpoint ofGpt2Small(long seed) throws IOException {
    return write(SMALL, seed);
  }

  /**
   * Writes a folder.
   *
   * @param shape the shape of the model, which is written with four bytes per weight
   * @param seed of the weights
   * @throws ModelException if the tokenizer has more ids than the shape has tokens
   * @throws IOException if the temporary folder cannot be written, or is full
   */
  static RandomCheckpoint write(Gpt2Config shape, long seed) throws IOException {
    ModelBundle demo = ModelBundle.demo();
    int tokens = demo.spec().network().vocabularySize();
    if (tokens > shape.vocabularySize()) {
      throw new ModelException(
          "random weights for " + shape.vocabularySize() + " tokens: the tokenizer has " + tokens);
    }
    RandomCheckpoint checkpoint = new RandomCheckpoint(TemporaryFolder.make("model"));
    try {
      checkpoint.write("config.json", config(shape));
      checkpoint.write(
          "tokenizer_config.json",
          JSON.createObjectNode().put("model_max_length", shape.positions()));
      Files.write(checkpoint.folder.resolve("tokenizer.json"), demo.tokenizerJson());
      checkpoint.write(
          ModelSettings.FILE,
          JSON.createObjectNode().put("name", "random-weights").put("appropriate_label", 1));
      checkpoint.writeWeights(shape, new SplittableRandom(seed));
      return checkpoint;
    } catch (IOException | RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  /** The folder, which exists until this is closed. */
  public Path folder() {
    return folder;
  }

  /** Deletes the folder; the system cleans up files that are still in use. */
  @Override
  public void close() throws IOException {
    temporary.close();
  }

  private void write(String name, ObjectNode json) throws IOException {
    Files.write(folder.resolve(name), JSON.writeValueAsBytes(json));
  }

  private static ObjectNode config(Gpt2Config shape) {
    ObjectNode config = JSON.createObjectNode();
    config.put("model_type", Gpt2Config.MODEL_TYPE);
    config.putArray("architectures").add(Gpt2Network.ARCHITECTURE);
    config.put("activation_function", shape.activation().configName());
    config.put("layer_norm_epsilon", shape.layerNormEpsilon());
    shape.writeTo(config);
    config.put("scale_attn_weights", shape.scaleAttention());
    config.put("scale_attn_by_inverse_layer_idx", shape.scaleAttentionByLayer());
    // GPT-2's last token ends texts, and can be used for padding.
    config.put("pad_token_id", shape.vocabularySize() - 1);
    config.put("eos_token_id", shape.vocabularySize() - 1);
    OutputNames.write(LABELS, config);
    return config;
  }

  private void writeWeights(Gpt2Config shape, SplittableRandom random) throws IOException {
    Map<String, List<Long>> shapes = Gpt2Tensors.shapes(shape, LABELS.size());
    Path file = folder.resolve(Checkpoint.SINGLE);
    InitialWeights weights = new InitialWeights(DEVIATION, shape.layers(), random);
    SafetensorsWriter tensors = new SafetensorsWriter();
    shapes.forEach(
        (name, dimensions) ->
            tensors.add(
                (name.startsWith(Network.HEAD) ? "" : Gpt2Tensors.PREFIX) + name,
                ElementType.F32,
                dimensions,
                out -> weights.write(name, dimensions, out)));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      tensors.writeTo(out);
    }
  }
}
