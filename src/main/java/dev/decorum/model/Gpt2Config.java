package dev.decorum.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.util.Objects;

/**
 * The shape of a GPT-2 from {@code config.json}, with the defaults of Hugging Face's {@code
 * GPT2Config} for missing fields.
 *
 * @param layers number of transformer blocks, {@code n_layer}
 * @param heads attention heads per block, {@code n_head}; divides the width
 * @param width length of a token's vector, {@code n_embd}
 * @param positions the largest number of tokens in a window, {@code n_positions}
 * @param innerWidth width of the feed-forward block, {@code n_inner}, or four times the width
 * @param vocabularySize rows of the token embedding, {@code vocab_size}
 * @param activation the feed-forward activation, {@code activation_function}
 * @param layerNormEpsilon {@code layer_norm_epsilon}
 * @param scaleAttention whether scores are divided by the root of the head width, {@code
 *     scale_attn_weights}
 * @param scaleAttentionByLayer whether scores are also divided by the number of the block, counted
 *     from 1, {@code scale_attn_by_inverse_layer_idx}
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
    boolean scaleAttentionByLayer) {

  /** The {@code model_type} of {@code config.json}. */
  static final String MODEL_TYPE = "gpt2";

  private static final int MOST = 1 << 24;

  /** Attention takes quadratic time and memory; GPT-2 was trained on 1,024 positions. */
  private static final int MOST_POSITIONS = 1 << 16;

  public Gpt2Config {
    Objects.requireNonNull(activation);
    if (layers < 1
        || heads < 1
        || width < 1
        || positions < 1
        || innerWidth < 1
        || vocabularySize < 1
        || width % heads != 0) {
      throw new IllegalArgumentException("not a GPT-2");
    }
  }

  /** Width of one attention head. */
  public int headWidth() {
    return width / heads;
  }

  /**
   * The factor of the attention scores of a block.
   *
   * @param layer the block, from 0
   */
  public float attentionScale(int layer) {
    double scale = scaleAttention ? 1 / Math.sqrt(headWidth()) : 1;
    return (float) (scaleAttentionByLayer ? scale / (layer + 1) : scale);
  }

  /** Writes the shape with GPT-2's own names. */
  void writeTo(ObjectNode config) {
    config.put("n_layer", layers);
    config.put("n_head", heads);
    config.put("n_embd", width);
    config.put("n_positions", positions);
    if (innerWidth == 4 * width) {
      config.putNull("n_inner");
    } else {
      config.put("n_inner", innerWidth);
    }
    config.put("vocab_size", vocabularySize);
  }

  static Gpt2Config read(JsonFields config) {
    if (config.bool("add_cross_attention", false)) {
      throw new ModelException(
          config.where()
              + ": add_cross_attention is true; a reward model has no encoder to attend");
    }
    int width = either(config, "n_embd", "hidden_size", 1 << 16, 768);
    int heads = either(config, "n_head", "num_attention_heads", 1 << 12, 12);
    if (width % heads != 0) {
      throw new ModelException(
          config.where() + ": n_embd " + width + " is not a multiple of n_head " + heads);
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
        config.bool("scale_attn_by_inverse_layer_idx", false));
  }

  /** A size by GPT-2's own name for it, or by the general name that Hugging Face maps to it. */
  private static int either(
      JsonFields config, String name, String generalName, int most, int otherwise) {
    Integer value = config.integer(name, 1, most);
    Integer general = config.integer(generalName, 1, most);
    if (value != null && general != null && !value.equals(general)) {
      throw new ModelException(
          config.where()
              + ": "
              + name
              + " is "
              + value
              + ", but "
              + generalName
              + ", which is another name of it, is "
              + general);
    }
    return value != null ? value : general != null ? general : otherwise;
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
}
