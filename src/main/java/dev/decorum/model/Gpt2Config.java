package dev.decorum.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a {@code GPT2ForSequenceClassification} with two labels: what {@code config.json}
 * says, with the defaults of Hugging Face's {@code GPT2Config} for what it leaves out.
 *
 * @param layers number of transformer blocks, {@code n_layer}
 * @param heads attention heads a block, {@code n_head}; divides the width
 * @param width length of a token's vector, {@code n_embd}
 * @param positions most tokens of a window, {@code n_positions}
 * @param innerWidth width of the feed-forward block, {@code n_inner}, or four times the width
 * @param vocabularySize rows of the token embedding, {@code vocab_size}
 * @param activation the feed-forward activation, {@code activation_function}
 * @param layerNormEpsilon {@code layer_norm_epsilon}
 * @param scaleAttention whether scores are divided by the root of the head width, {@code
 *     scale_attn_weights}
 * @param scaleAttentionByLayer whether scores are divided by the block's number from 1 besides,
 *     {@code scale_attn_by_inverse_layer_idx}
 * @param padTokenId {@code pad_token_id} as written, or null: Hugging Face then classifies from the
 *     last position, padding or not, and refuses batches
 * @param eosTokenId {@code eos_token_id} as written, or null
 * @param labelNames the names of label 0 and label 1, from {@code id2label}
 */
public record Gpt2Config(
    int layers,
    int heads,
    int width,
    int positions,
    int innerWidth,
    int vocabularySize,
    Activation activation,
    float layerNormEpsilon,
    boolean scaleAttention,
    boolean scaleAttentionByLayer,
    @Nullable Integer padTokenId,
    @Nullable Integer eosTokenId,
    List<String> labelNames) {

  static final String ARCHITECTURE = "GPT2ForSequenceClassification";
  private static final int MOST = 1 << 24;

  /** Attention takes the square of a window's length; GPT-2 was trained on 1,024 positions. */
  private static final int MOST_POSITIONS = 1 << 16;

  public Gpt2Config {
    Objects.requireNonNull(activation);
    labelNames = List.copyOf(labelNames);
    if (layers < 1
        || heads < 1
        || width < 1
        || positions < 1
        || innerWidth < 1
        || vocabularySize < 1
        || width % heads != 0
        || labelNames.size() != 2) {
      throw new IllegalArgumentException("not a GPT-2 with two labels");
    }
  }

  /** Width of one attention head. */
  public int headWidth() {
    return width / heads;
  }

  /**
   * The factor that attention scores of a block are multiplied with.
   *
   * @param layer the block, from 0
   */
  public float attentionScale(int layer) {
    double scale = scaleAttention ? 1 / Math.sqrt(headWidth()) : 1;
    return (float) (scaleAttentionByLayer ? scale / (layer + 1) : scale);
  }

  static Gpt2Config read(JsonFields config) {
    refuseOtherModels(config);
    int width = either(config, "n_embd", "hidden_size", 1 << 16, 768);
    int heads = either(config, "n_head", "num_attention_heads", 1 << 12, 12);
    if (width % heads != 0) {
      throw new ModelException(
          config.where() + ": n_embd " + width + " is no multiple of n_head " + heads);
    }
    int vocabulary = config.integer("vocab_size", 1, MOST, 50257);
    int layers = either(config, "n_layer", "num_hidden_layers", 1 << 10, 12);
    int positions = either(config, "n_positions", "max_position_embeddings", MOST_POSITIONS, 1024);
    Double epsilon = config.number("layer_norm_epsilon", 0, 1);
    return new Gpt2Config(
        layers,
        heads,
        width,
        positions,
        config.integer("n_inner", 1, 1 << 20, 4 * width),
        vocabulary,
        activation(config),
        epsilon == null ? 1e-5f : epsilon.floatValue(),
        config.bool("scale_attn_weights", true),
        config.bool("scale_attn_by_inverse_layer_idx", false),
        config.integer("pad_token_id", 0, vocabulary - 1),
        eosTokenId(config),
        labelNames(config));
  }

  private static void refuseOtherModels(JsonFields config) {
    String type = config.text("model_type");
    if (!"gpt2".equals(type)) {
      throw new ModelException(
          config.where()
              + ": model_type is "
              + (type == null ? "missing" : "\"" + type + "\"")
              + "; Decorum reads gpt2 with a sequence classification head ("
              + ARCHITECTURE
              + ")");
    }
    if (config.has("quantization_config")) {
      throw new ModelException(
          config.where()
              + ": quantization_config: this checkpoint is quantized; take the original with"
              + " float32, float16 or bfloat16 weights");
    }
    JsonNode architectures = config.field("architectures");
    if (architectures != null && !architectures.isEmpty()) {
      boolean classifier = false;
      for (JsonNode name : architectures) {
        classifier |= name.asText().equals(ARCHITECTURE);
      }
      if (!classifier) {
        throw new ModelException(
            config.where()
                + ": architectures is "
                + architectures
                + ", which has no `score` head to classify with; a reward model is a "
                + ARCHITECTURE);
      }
    }
    if (config.bool("add_cross_attention", false)) {
      throw new ModelException(
          config.where()
              + ": add_cross_attention is true; a reward model has no encoder to attend");
    }
  }

  /** GPT-2's own name of a size, or the general one that Hugging Face maps to it. */
  private static int either(
      JsonFields config, String name, String generalName, int most, int otherwise) {
    Integer value = config.integer(name, 1, most);
    return value == null ? config.integer(generalName, 1, most, otherwise) : value;
  }

  private static Activation activation(JsonFields config) {
    String text = config.text("activation_function");
    String name = text == null ? "gelu_new" : text;
    return Activation.named(name)
        .orElseThrow(
            () ->
                new ModelException(
                    config.where()
                        + ": activation_function \""
                        + name
                        + "\" is not one of "
                        + String.join(", ", Activation.allNames())));
  }

  /** The id that ends a text; some configurations list several, and then none is the padding. */
  private static @Nullable Integer eosTokenId(JsonFields config) {
    JsonNode value = config.field("eos_token_id");
    return value != null && value.isInt() ? (Integer) value.intValue() : null;
  }

  private static List<String> labelNames(JsonFields config) {
    JsonFields names = config.object("id2label");
    int count = names == null ? config.integer("num_labels", 1, MOST, 2) : names.node().size();
    if (count != 2) {
      throw new ModelException(
          config.where()
              + ": a model of "
              + count
              + (count == 1 ? " label" : " labels")
              + "; Decorum needs two, inappropriate and appropriate");
    }
    if (names == null) {
      return List.of("LABEL_0", "LABEL_1");
    }
    String zero = names.text("0");
    String one = names.text("1");
    if (zero == null || one == null) {
      throw new ModelException(config.where() + ": id2label must name the labels 0 and 1");
    }
    JsonFields ids = config.object("label2id");
    if (ids != null && (ids.integer(zero, 0, 1, 0) != 0 || ids.integer(one, 0, 1, 1) != 1)) {
      throw new ModelException(config.where() + ": id2label and label2id contradict each other");
    }
    return List.of(zero, one);
  }
}
