package dev.decorum.model.onnx;

import static dev.decorum.model.onnx.GraphWriter.NONE;
import static dev.decorum.model.onnx.GraphWriter.integer;
import static dev.decorum.model.onnx.GraphWriter.number;

import dev.decorum.model.Activation;
import dev.decorum.model.ClassifierSpec;
import dev.decorum.model.Gpt2Config;
import dev.decorum.model.Precision;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.TensorEntry;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The graph of {@code GPT2ForSequenceClassification} for padded batches, over the weights of a
 * checkpoint, in float32 or, for GPUs, in float16.
 *
 * <p>Positions count from 0 and there is no attention mask: rows are padded on the right, where
 * causal attention hides padding from all real tokens. Only the last token is classified, so the
 * last block computes only that token, from the keys and values of all.
 *
 * <p>Addition and normalization are separate operators, since ONNX Runtime's fused one is slower on
 * the CPU. Positions are taken by Slice, since a fusion of Range and Gather is broken there.
 *
 * <p>In float16 the network is the same, with the final norm and the classifier in float32. Every
 * operator in float16 has a kernel in ONNX Runtime's CUDA provider; LayerNormalization computes
 * mean and variance in float32, MatMul and attention sum in float32. Flash attention requires that
 * attention has neither mask nor bias.
 */
final class Gpt2PaddedBatchGraph {

  /** Added to the attention score of a hidden token, whose weight becomes exactly 0. */
  private static final float UNSEEN = -1e30f;

  /**
   * The same for float16, whose largest number is 65504: far below any score, with a finite sum.
   */
  private static final float UNSEEN_HALF = -3e4f;

  private final Gpt2Config config;
  private final Checkpoint checkpoint;
  private final Precision precision;
  private final GraphWriter graph;

  private Gpt2PaddedBatchGraph(
      Gpt2Config config, GraphWriter graph, Checkpoint checkpoint, Precision precision) {
    this.config = config;
    this.checkpoint = checkpoint;
    this.precision = precision;
    this.graph = graph;
  }

  /** Writes the network of a classifier into {@code graph}. */
  static OnnxGraph build(
      Gpt2Config config,
      ClassifierSpec spec,
      GraphWriter graph,
      Checkpoint checkpoint,
      Precision precision) {
    new Gpt2PaddedBatchGraph(config, graph, checkpoint, precision).network(spec.head().outputs());
    return OnnxGraph.built(
        spec,
        precision,
        graph.toByteArray(),
        List.of(OnnxGraph.INPUT_IDS, OnnxGraph.LAST_INDEX),
        graph.externalDataFolder());
  }

  private void network(int outputs) {
    graph.input(OnnxGraph.INPUT_IDS, "batch", "sequence");
    graph.input(OnnxGraph.LAST_INDEX, "batch", 1);
    String hidden = embeddings();
    int last = config.layers() - 1;
    for (int layer = 0; layer < last; layer++) {
      String block = "h." + layer;
      String attended = attention(layer, norm(hidden, block + ".ln_1"));
      hidden = graph.node("Add", block + ".attended", List.of(hidden, attended));
      String fed = feedForward(layer, norm(hidden, block + ".ln_2"));
      hidden = graph.node("Add", block + ".hidden", List.of(hidden, fed));
    }
    head(lastBlock(last, hidden), outputs);
  }

  /** Token and position vectors, {@code [batch, sequence, width]}. */
  private String embeddings() {
    // A GPU has the whole table in float16; on the CPU, half-precision tables stay as they are
    // stored.
    String tokens =
        precision == Precision.FP16
            ? graph.node("Gather", "tokens", List.of(weight("wte.weight"), OnnxGraph.INPUT_IDS))
            : graph.rows(tensor("wte.weight"), OnnxGraph.INPUT_IDS, "tokens");
    graph.node(
        "Shape", "length", List.of(OnnxGraph.INPUT_IDS), integer("start", 1), integer("end", 2));
    String positions =
        graph.node(
            "Slice",
            "positions",
            List.of(weight("wpe.weight"), graph.vector(0), "length", graph.vector(0)));
    return graph.node("Add", "embeddings", List.of(tokens, positions));
  }

  /** Causal self-attention of every token, {@code [batch, sequence, width]}. */
  private String attention(int layer, String input) {
    String name = "h." + layer + ".attn";
    String all =
        product(
            input,
            weight(name + ".c_attn.weight"),
            weight(name + ".c_attn.bias"),
            name + ".c_attn");
    graph.node(
        "",
        "Split",
        List.of(name + ".query", name + ".key", name + ".value"),
        List.of(all),
        integer("axis", -1),
        integer("num_outputs", 3));
    String attended =
        graph.microsoftNode(
            "MultiHeadAttention",
            name,
            List.of(name + ".query", name + ".key", name + ".value"),
            integer("num_heads", config.heads()),
            integer("unidirectional", 1),
            number("mask_filter_value", unseen()),
            number("scale", config.attentionScale(layer)));
    return product(attended, name + ".c_proj");
  }

  /** The feed-forward block of all tokens in {@code input}. */
  private String feedForward(int layer, String input) {
    String name = "h." + layer + ".mlp";
    String inner =
        graph.node("MatMul", name + ".inner", List.of(input, weight(name + ".c_fc.weight")));
    return product(activation(inner, weight(name + ".c_fc.bias"), name), name + ".c_proj");
  }

  /** The default activation adds the bias itself, which saves a pass over the largest tensor. */
  private String activation(String inner, String bias, String name) {
    String output = name + ".activated";
    Activation function = config.activation();
    if (function == Activation.GELU_TANH) {
      return graph.microsoftNode("FastGelu", output, List.of(inner, bias));
    }
    String input = biased(inner, bias, name);
    UnaryOperator<String> learned = part -> graph.weight(tensor(name + ".act." + part));
    if (precision == Precision.FP16 && !Activations.isOfAnyPrecision(function)) {
      String exact = graph.toFloat(input, output + ".input.float32");
      String activated = Activations.node(graph, function, exact, output + ".float32", learned);
      return graph.toHalf(activated, output);
    }
    return Activations.node(graph, function, input, output, learned);
  }

  /** The last block, for the last token only, {@code [batch, 1, width]}. */
  private String lastBlock(int layer, String hidden) {
    String block = "h." + layer;
    String attended = lastAttention(layer, norm(hidden, block + ".ln_1"));
    String last =
        graph.node("Add", block + ".attended", List.of(lastToken(hidden, "last"), attended));
    String fed = feedForward(layer, norm(last, block + ".ln_2"));
    return graph.node("Add", block + ".hidden", List.of(last, fed));
  }

  /** Attention of the last token to all tokens up to itself, {@code [batch, 1, width]}. */
  private String lastAttention(int layer, String input) {
    String name = "h." + layer + ".attn";
    long width = config.width();
    String weight = weight(name + ".c_attn.weight");
    String bias = weight(name + ".c_attn.bias");
    String query =
        product(
            lastToken(input, name + ".last"),
            slice(weight, 0, width, 1, name + ".query.weight"),
            slice(bias, 0, width, 0, name + ".query.bias"),
            name + ".query");
    String keysAndValues =
        product(
            input,
            slice(weight, width, 3 * width, 1, name + ".key_value.weight"),
            slice(bias, width, 3 * width, 0, name + ".key_value.bias"),
            name + ".key_value");
    graph.node(
        "",
        "Split",
        List.of(name + ".key", name + ".value"),
        List.of(keysAndValues),
        integer("axis", -1),
        integer("num_outputs", 2));
    String attended =
        graph.microsoftNode(
            "MultiHeadAttention",
            name,
            List.of(query, name + ".key", name + ".value", NONE, NONE, paddingBias()),
            integer("num_heads", config.heads()),
            number("scale", config.attentionScale(layer)));
    return product(attended, name + ".c_proj");
  }

  /** The bias that hides the tokens after the last one, {@code [batch, 1, 1, sequence]}. */
  private String paddingBias() {
    String length = graph.node("Squeeze", "length.scalar", List.of("length", graph.vector(0)));
    String indices =
        graph.node("Range", "indices", List.of(graph.scalar(0L), length, graph.scalar(1L)));
    String behind = graph.node("Greater", "behind", List.of(indices, OnnxGraph.LAST_INDEX));
    String bias =
        graph.node(
            "Where", "behind.bias", List.of(behind, graph.scalar(unseen()), graph.scalar(0f)));
    String halved = precision == Precision.FP16 ? graph.toHalf(bias, "behind.bias.float16") : bias;
    return graph.node("Unsqueeze", "behind.bias.heads", List.of(halved, graph.vector(1, 2)));
  }

  private float unseen() {
    return precision == Precision.FP16 ? UNSEEN_HALF : UNSEEN;
  }

  /** The final norm and the classifier, in float32, {@code [batch, outputs]}. */
  private void head(String last, int outputs) {
    String exact = precision == Precision.FP16 ? graph.toFloat(last, "last.float32") : last;
    String normed =
        norm(exact, graph.weight(tensor("ln_f.weight")), graph.weight(tensor("ln_f.bias")), "ln_f");
    String vector = graph.node("Squeeze", "summary", List.of(normed, graph.vector(1)));
    graph.node(
        "Gemm",
        OnnxGraph.LOGITS,
        List.of(vector, graph.weight(tensor("score.weight"))),
        integer("transB", 1));
    graph.output(OnnxGraph.LOGITS, "batch", outputs);
  }

  private String lastToken(String input, String output) {
    String vector =
        graph.node(
            "GatherND",
            output + ".vector",
            List.of(input, OnnxGraph.LAST_INDEX),
            integer("batch_dims", 1));
    return graph.node("Unsqueeze", output, List.of(vector, graph.vector(1)));
  }

  private String norm(String input, String name) {
    return norm(input, weight(name + ".weight"), weight(name + ".bias"), name);
  }

  private String norm(String input, String weight, String bias, String name) {
    return graph.node(
        "LayerNormalization",
        name,
        List.of(input, weight, bias),
        integer("axis", -1),
        number("epsilon", config.layerNormEpsilon()));
  }

  private String product(String input, String name) {
    return product(input, weight(name + ".weight"), weight(name + ".bias"), name);
  }

  private String product(String input, String weight, String bias, String name) {
    return biased(graph.node("MatMul", name + ".product", List.of(input, weight)), bias, name);
  }

  private String biased(String input, String bias, String name) {
    return graph.node("Add", name + ".biased", List.of(input, bias));
  }

  private String slice(String input, long from, long to, long axis, String output) {
    return graph.node(
        "Slice", output, List.of(input, graph.vector(from), graph.vector(to), graph.vector(axis)));
  }

  /** A weight in the network's type. */
  private String weight(String name) {
    return switch (precision) {
      case FP32 -> graph.weight(tensor(name));
      case FP16 -> graph.halfWeight(tensor(name));
      case INT8, INT8X3 -> throw new IllegalStateException("padded batches have no integers");
    };
  }

  private TensorEntry tensor(String name) {
    return checkpoint
        .tensor(name)
        .orElseThrow(() -> new IllegalStateException("unchecked checkpoint: no " + name));
  }
}
