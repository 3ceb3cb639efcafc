package dev.decorum.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a {@code GPT2ForSequenceClassification}: what {@code config.json} says, with the
 * defaults of Hugging Face's {@code GPT2Config} for what it leaves out.
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
 * @param padTokenId {@code pad_token_id} where it is a token of the vocabulary, else null: Hugging
 *     Face then classifies from the last position, whatever stands there
 * @param eosTokenId {@code eos_token_id} as written, or null
 * @param labelNames the names of the outputs by their number
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
  private static final int MOST_LABELS = 1 << 12;

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
        || labelNames.isEmpty()) {
      throw new IllegalArgumentException("not a GPT-2 with labels");
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
    List<String> labels = labelNames(config);
    refuseOtherProblems(config, labels.size());
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
        padTokenId(config, vocabulary),
        eosTokenId(config),
        labels);
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
    if (config.has("transformers_weights")
        && !"model.safetensors".equals(config.text("transformers_weights"))) {
      throw new ModelException(
          config.where()
              + ": transformers_weights names other weights than model.safetensors, which Decorum"
              + " cannot follow; rename the file and take the setting out");
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

  /** The padding, where it is a token of the vocabulary. */
  private static @Nullable Integer padTokenId(JsonFields config, int vocabulary) {
    Integer id = config.integer("pad_token_id", Integer.MIN_VALUE, Integer.MAX_VALUE);
    return id == null || id < 0 || id >= vocabulary ? null : id;
  }

  /** The id that ends a text; some configurations list several, and then none is the padding. */
  private static @Nullable Integer eosTokenId(JsonFields config) {
    JsonNode value = config.field("eos_token_id");
    return value != null && value.isInt() ? (Integer) value.intValue() : null;
  }

  /** The labels' names by their numbers, as Hugging Face has them. */
  private static List<String> labelNames(JsonFields config) {
    JsonFields names = config.object("id2label");
    JsonFields ids = config.object("label2id");
    if (names == null || names.node().isEmpty()) {
      return ids == null || ids.node().isEmpty()
          ? unnamed(config.integer("num_labels", 1, MOST_LABELS, 2))
          : byIds(config, ids);
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < names.node().size(); i++) {
      JsonNode name = names.field(Integer.toString(i));
      if (name == null || name.isContainerNode()) {
        throw new ModelException(
            config.where()
                + ": id2label must name the labels 0 to "
                + (names.node().size() - 1)
                + ", but has no name for "
                + i);
      }
      labels.add(name.asText());
    }
    for (int i = 0; ids != null && i < labels.size(); i++) {
      if (ids.has(labels.get(i)) && ids.integer(labels.get(i), 0, MOST_LABELS, i) != i) {
        throw new ModelException(config.where() + ": id2label and label2id contradict each other");
      }
    }
    return labels;
  }

  private static List<String> unnamed(int count) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add("LABEL_" + i);
    }
    return labels;
  }

  /** Hugging Face forgets names that only {@code label2id} has, and takes two labels then. */
  private static List<String> byIds(JsonFields config, JsonFields ids) {
    String[] labels = new String[ids.node().size()];
    for (String name : ids.names()) {
      int id = ids.integer(name, 0, labels.length - 1, 0);
      if (labels[id] != null) {
        throw new ModelException(config.where() + ": label2id gives the number " + id + " twice");
      }
      labels[id] = name;
    }
    return List.of(labels);
  }

  /** Probabilities are made by softmax, which suits one question with exclusive answers. */
  private static void refuseOtherProblems(JsonFields config, int labels) {
    String problem = config.text("problem_type");
    if (problem == null || problem.equals("single_label_classification")) {
      return;
    }
    if (problem.equals("multi_label_classification")) {
      throw new ModelException(
          config.where()
              + ": problem_type is multi_label_classification: each label is a question of its own,"
              + " and no softmax over them says how appropriate a text is");
    }
    if (labels > 1) {
      throw new ModelException(
          config.where()
              + ": problem_type is "
              + problem
              + ", so its "
              + labels
              + " outputs are no logits of labels");
    }
  }
}
