package dev.decorum.model.onnx;

import static dev.decorum.model.onnx.GraphWriter.NONE;
import static dev.decorum.model.onnx.GraphWriter.integer;
import static dev.decorum.model.onnx.GraphWriter.number;

import dev.decorum.model.ClassifierSpec;
import dev.decorum.model.Gpt2Config;
import dev.decorum.model.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of {@code GPT2ForSequenceClassification} for a CPU: all tokens of a packed batch in one
 * row, regardless of their windows, over the keys and values of a past that they share.
 *
 * <p>Linear layers, norms and activations work on rows of tokens and do not depend on windows. Only
 * attention does: it is computed in {@link PackedBatchInputs#CHUNKS} chunks, each of consecutive
 * queries of one window with only the keys of that window, in the order of their positions. A chunk
 * skips the keys that come after it, which saves nearly half of the work of causal attention. The
 * numbers for a token and their order do not depend on the rest of the batch, so its result is the
 * same to the last bit. The last block computes only the tokens that are classified, from the keys
 * and values of all.
 *
 * <p>Addition and normalization are separate operators, since ONNX Runtime's fused one is slower on
 * the CPU.
 */
final class Gpt2PackedBatchGraph {

  /** Added to the attention score of a hidden token, whose weight becomes exactly 0. */
  private static final float UNSEEN = -1e30f;

  private final Gpt2Config config;
  private final Gpt2Layers layers;
  private final GraphWriter graph;
  private final Products products;

  private Gpt2PackedBatchGraph(Gpt2Config config, GraphWriter graph, Products products) {
    this.config = config;
    this.layers = new Gpt2Layers(config);
    this.graph = graph;
    this.products = products;
  }

  /** Writes the network of a classifier into {@code graph}. */
  static OnnxGraph build(
      Gpt2Config config,
      ClassifierSpec spec,
      GraphWriter graph,
      Products products,
      Precision precision) {
    List<String> inputs =
        new Gpt2PackedBatchGraph(config, graph, products)
            .network(spec.maxTokens(), spec.head().outputs());
    return OnnxGraph.packedBatch(
        spec, precision, graph.toByteArray(), inputs, graph.externalDataFolder(), graph.lookedUp());
  }

  private List<String> network(int maxTokens, int outputs) {
    List<String> inputs = inputs();
    masks(maxTokens);
    String tokens = products.rows("wte.weight", PackedBatchInputs.INPUT_IDS, "tokens");
    String positions = products.rows("wpe.weight", PackedBatchInputs.POSITION_IDS, "positions");
    String hidden = graph.node("Add", "embeddings", List.of(tokens, positions));
    int last = config.layers() - 1;
    for (int block = 0; block < last; block++) {
      hidden = block(block, hidden, hidden, false);
    }
    String readHidden =
        graph.node("Gather", "read.hidden", List.of(hidden, PackedBatchInputs.READ_INDEX));
    head(block(last, hidden, readHidden, true), outputs);
    return inputs;
  }

  private List<String> inputs() {
    List<String> inputs = new ArrayList<>();
    inputs.add(graph.input(PackedBatchInputs.INPUT_IDS, "tokens"));
    inputs.add(graph.input(PackedBatchInputs.POSITION_IDS, "tokens"));
    for (String name :
        List.of(
            PackedBatchInputs.QUERY_FROM,
            PackedBatchInputs.QUERY_TO,
            PackedBatchInputs.KEY_FROM,
            PackedBatchInputs.KEY_TO,
            PackedBatchInputs.READ_FROM,
            PackedBatchInputs.READ_TO)) {
      inputs.add(graph.input(name, PackedBatchInputs.CHUNKS));
      split(name);
    }
    for (String name :
        List.of(
            PackedBatchInputs.MASK_FROM,
            PackedBatchInputs.MASK_TO,
            PackedBatchInputs.READ_MASK_FROM,
            PackedBatchInputs.READ_MASK_TO)) {
      inputs.add(graph.input(name, 2 * PackedBatchInputs.CHUNKS));
      split(name);
    }
    inputs.add(graph.input(PackedBatchInputs.KEY_INDEX, "keys"));
    inputs.add(graph.input(PackedBatchInputs.READ_INDEX, "reads"));
    inputs.add(graph.input(PackedBatchInputs.READ_POSITION, "reads"));
    inputs.add(graph.input(PackedBatchInputs.KEEP, 1));
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String name :
          List.of(PackedBatchInputs.pastKey(layer), PackedBatchInputs.pastValue(layer))) {
        inputs.add(graph.floatInput(name, 1, config.heads(), "past", config.headWidth()));
      }
    }
    return inputs;
  }

  /** Splits a list by chunk into one value for each chunk. */
  private void split(String list) {
    List<String> parts = new ArrayList<>();
    for (int chunk = 0; chunk < PackedBatchInputs.CHUNKS; chunk++) {
      parts.add(of(list, chunk));
    }
    graph.node("", "Split", parts, List.of(list), integer("num_outputs", PackedBatchInputs.CHUNKS));
  }

  private static String of(String list, int chunk) {
    return list + "." + chunk;
  }

  /** For each chunk, the mask of its queries, {@code [1, 1, queries, keys]}, and its keys. */
  private void masks(int maxTokens) {
    String causal = causalMask(maxTokens);
    String read =
        graph.node("Gather", "read.causal", List.of(causal, PackedBatchInputs.READ_POSITION));
    for (int chunk = 0; chunk < PackedBatchInputs.CHUNKS; chunk++) {
      mask(
          causal, PackedBatchInputs.MASK_FROM, PackedBatchInputs.MASK_TO, chunk, of("mask", chunk));
      mask(
          read,
          PackedBatchInputs.READ_MASK_FROM,
          PackedBatchInputs.READ_MASK_TO,
          chunk,
          of("read.mask", chunk));
      slice(
          PackedBatchInputs.KEY_INDEX,
          of(PackedBatchInputs.KEY_FROM, chunk),
          of(PackedBatchInputs.KEY_TO, chunk),
          0,
          of("keys", chunk));
    }
  }

  private void mask(String whole, String from, String to, int chunk, String output) {
    String part =
        graph.node(
            "Slice",
            output + ".part",
            List.of(whole, of(from, chunk), of(to, chunk), graph.vector(0, 1)));
    graph.node("Unsqueeze", output, List.of(part, graph.vector(0, 1)));
  }

  /** A mask with 0 up to the diagonal and {@link #UNSEEN} above it. */
  private String causalMask(int size) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(size * Float.BYTES, size))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < size; row++) {
      for (int column = row + 1; column < size; column++) {
        bytes.putFloat((row * size + column) * Float.BYTES, UNSEEN);
      }
    }
    return graph.matrix("causal", size, size, bytes);
  }

  /**
   * A transformer block.
   *
   * @param hidden the vectors of all tokens, {@code [tokens, width]}
   * @param queried the vectors of the tokens that the block computes
   * @param last whether those are only the classified tokens
   */
  private String block(int block, String hidden, String queried, boolean last) {
    String name = "h." + block;
    String normed = norm(hidden, name + ".ln_1");
    String asking =
        last
            ? graph.node("Gather", name + ".read", List.of(normed, PackedBatchInputs.READ_INDEX))
            : normed;
    String attention = attention(block, normed, asking, last);
    String projected = product(attention, layers.attentionOutput(block));
    String attended = graph.node("Add", name + ".attended", List.of(queried, projected));
    String inner = product(norm(attended, name + ".ln_2"), layers.inner(block));
    String outer =
        product(
            Activations.node(
                graph,
                config.activation(),
                inner,
                name + ".mlp.activated",
                part -> products.tensor(name + ".mlp.act." + part)),
            layers.outer(block));
    return graph.node("Add", name + ".hidden", List.of(attended, outer));
  }

  private String product(String input, LinearLayer layer) {
    return products.product(input, layer, layer.name());
  }

  private String attention(int block, String input, String asking, boolean last) {
    String name = "h." + block + ".attn";
    String query =
        graph.node(
            "Unsqueeze",
            name + ".queries",
            List.of(product(asking, layers.query(block)), graph.vector(0)));
    String keys =
        remembered(
            product(input, layers.key(block)),
            PackedBatchInputs.pastKey(block),
            PackedBatchInputs.keptKey(block),
            name + ".keys");
    String values =
        remembered(
            product(input, layers.value(block)),
            PackedBatchInputs.pastValue(block),
            PackedBatchInputs.keptValue(block),
            name + ".values");
    List<String> chunks = new ArrayList<>();
    for (int chunk = 0; chunk < PackedBatchInputs.CHUNKS; chunk++) {
      String index = of("keys", chunk);
      String part = of(name, chunk);
      chunks.add(
          graph.microsoftNode(
              "MultiHeadAttention",
              part,
              List.of(
                  slice(
                      query,
                      of(last ? PackedBatchInputs.READ_FROM : PackedBatchInputs.QUERY_FROM, chunk),
                      of(last ? PackedBatchInputs.READ_TO : PackedBatchInputs.QUERY_TO, chunk),
                      1,
                      part + ".queries"),
                  graph.node("Gather", part + ".keys", List.of(keys, index), integer("axis", 2)),
                  graph.node(
                      "Gather", part + ".values", List.of(values, index), integer("axis", 2)),
                  NONE,
                  NONE,
                  of(last ? "read.mask" : "mask", chunk)),
              integer("num_heads", config.heads()),
              number("scale", config.attentionScale(block))));
    }
    graph.node("", "Concat", List.of(name + ".all"), chunks, integer("axis", 1));
    return graph.node("Squeeze", name + ".attended", List.of(name + ".all", graph.vector(0)));
  }

  /**
   * The keys or values of past and batch by head, the first of which are kept for later batches.
   */
  private String remembered(String rows, String past, String kept, String output) {
    String byToken =
        graph.node(
            "Reshape",
            output + ".by_token",
            List.of(rows, graph.vector(1, -1, config.heads(), config.headWidth())));
    String byHead =
        graph.node(
            "",
            "Transpose",
            List.of(output + ".by_head"),
            List.of(byToken),
            GraphWriter.integers("perm", 0, 2, 1, 3));
    graph.node("", "Concat", List.of(output), List.of(past, byHead), integer("axis", 2));
    slice(output, graph.vector(0), PackedBatchInputs.KEEP, 2, kept);
    graph.output(kept, 1, config.heads(), "kept", config.headWidth());
    return output;
  }

  /** The final norm and the classifier, {@code [reads, outputs]}. */
  private void head(String hidden, int outputs) {
    graph.node(
        "Gemm",
        OnnxGraph.LOGITS,
        List.of(norm(hidden, "ln_f"), products.tensor("score.weight")),
        integer("transB", 1));
    graph.output(OnnxGraph.LOGITS, "reads", outputs);
  }

  /**
   * Layer normalization in small steps, which ONNX Runtime computes with vector instructions; its
   * single operator for all of them is a scalar loop on the CPU.
   */
  private String norm(String input, String name) {
    String mean = mean(input, name + ".mean");
    String centred = graph.node("Sub", name + ".centred", List.of(input, mean));
    String squares = graph.node("Mul", name + ".squares", List.of(centred, centred));
    String variance =
        graph.node(
            "Add",
            name + ".variance",
            List.of(mean(squares, name + ".mean_square"), graph.scalar(config.layerNormEpsilon())));
    String deviation = graph.node("Sqrt", name + ".deviation", List.of(variance));
    String inverse = graph.node("Reciprocal", name + ".inverse", List.of(deviation));
    String normed = graph.node("Mul", name + ".normed", List.of(centred, inverse));
    String scaled =
        graph.node("Mul", name + ".scaled", List.of(normed, products.tensor(name + ".weight")));
    return graph.node("Add", name, List.of(scaled, products.tensor(name + ".bias")));
  }

  private String mean(String input, String output) {
    return graph.node(
        "ReduceMean", output, List.of(input, graph.vector(-1)), integer("keepdims", 1));
  }

  private String slice(String input, String from, String to, long axis, String output) {
    return graph.node("Slice", output, List.of(input, from, to, graph.vector(axis)));
  }
}
