package dev.decorum.model.onnx;

import static dev.decorum.model.onnx.GraphWriter.NONE;
import static dev.decorum.model.onnx.GraphWriter.integer;

import dev.decorum.model.ElementType;
import dev.decorum.model.Precision;
import dev.decorum.model.TensorEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Products of integers: uint8 activations around 128 with int8 weights, the only pair that ONNX
 * Runtime multiplies at the full speed of AMX and VNNI. A token's result depends on no other token,
 * as scales are either fixed or the token's own.
 */
final class QuantizedProducts implements Products {
  private static final int MIDDLE = 128;

  /** A token whose activations are all 0 gets this scale. */
  private static final float SMALLEST = 1e-12f;

  /** Activations as integers: {@code low} and {@code both} only with three products. */
  private record Quantized(String high, String both, String scale, String lowScale, String rows) {}

  private final GraphWriter graph;
  private final QuantizedWeights weights;

  /** By the value that was quantized: layers of one input have one scale. */
  private final Map<String, Quantized> quantized = new HashMap<>();

  private final Map<String, String> scalars = new HashMap<>();

  QuantizedProducts(GraphWriter graph, QuantizedWeights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  @Override
  public String product(String input, LinearLayer layer, String output) {
    Quantized x = quantized(input, layer.storedName() + ".input_scale");
    String scale = tensor(layer.name() + ".scale");
    String bias = tensor(layer.name() + ".bias");
    boolean perToken = !x.rows().isEmpty();
    TensorEntry stored = weights.tensor(layer.name() + ".weight");
    String fusedBias = perToken ? NONE : bias;
    String result;
    if (weights.precision() == Precision.INT8) {
      result =
          multiply(
              x.high(),
              graph.storedWeight(stored),
              x.scale(),
              scale,
              fusedBias,
              perToken ? output + ".scaled" : output);
    } else {
      String high =
          multiply(
              x.high(), highHalf(stored), x.scale(), scale, fusedBias, output + ".high_product");
      String low =
          multiply(
              x.both(),
              graph.storedWeight(stored),
              x.lowScale(),
              scale,
              NONE,
              output + ".low_product");
      result = graph.node("Add", perToken ? output + ".scaled" : output, List.of(high, low));
    }
    if (perToken) {
      String unscaled = graph.node("Mul", output + ".unscaled", List.of(result, x.rows()));
      graph.node("Add", output, List.of(unscaled, bias));
    }
    return output;
  }

  private String multiply(
      String input, String weight, String inputScale, String scale, String bias, String output) {
    return graph.microsoftNode(
        "MatMulIntegerToFloat",
        output,
        List.of(input, weight, inputScale, scale, graph.unsignedByte(MIDDLE), NONE, bias));
  }

  /** The first half of the rows of a stored matrix, which are the same bytes on disk. */
  private String highHalf(TensorEntry both) {
    long rows = both.shape().get(0) / 2;
    return graph.storedWeight(
        new TensorEntry(
            both.name() + ".high",
            both.type(),
            List.of(rows, both.shape().get(1)),
            both.file(),
            both.offset(),
            both.length() / 2));
  }

  private Quantized quantized(String input, String scaleName) {
    boolean perToken = !weights.has(scaleName);
    Quantized known = quantized.get(input);
    if (known != null) {
      return known;
    }
    String name = input + ".quantized";
    String rows = "";
    String scaled = input;
    String scale;
    if (perToken) {
      String size = graph.node("Abs", name + ".absolute", List.of(input));
      String largest =
          graph.node(
              "ReduceMax",
              name + ".largest",
              List.of(size, graph.vector(1)),
              integer("keepdims", 1));
      String safe = graph.node("Max", name + ".safe", List.of(largest, graph.scalar(SMALLEST)));
      rows =
          graph.node(
              "Mul",
              name + ".rows",
              List.of(safe, graph.scalar(1f / QuantizedWeights.ACTIVATION_STEPS)));
      scaled = graph.node("Div", name + ".by_row", List.of(input, rows));
      scale = graph.scalar(1f);
    } else {
      scale = first(scaleName);
    }
    String middle = graph.unsignedByte(MIDDLE);
    String high = graph.node("QuantizeLinear", name + ".high", List.of(scaled, scale, middle));
    Quantized result;
    if (weights.precision() == Precision.INT8) {
      result = new Quantized(high, "", scale, "", rows);
    } else {
      String kept = graph.node("DequantizeLinear", name + ".kept", List.of(high, scale, middle));
      String rest = graph.node("Sub", name + ".rest", List.of(scaled, kept));
      String lowScale =
          graph.node(
              "Mul", name + ".low_scale", List.of(scale, graph.scalar(1f / weights.lowSteps())));
      String low = graph.node("QuantizeLinear", name + ".low", List.of(rest, lowScale, middle));
      String both = graph.node("Concat", name + ".both", List.of(low, high), integer("axis", -1));
      result = new Quantized(high, both, scale, lowScale, rows);
    }
    quantized.put(input, result);
    return result;
  }

  /** A stored vector of one number as a scalar; folded when the graph is loaded. */
  private String first(String name) {
    return scalars.computeIfAbsent(
        name,
        stored ->
            graph.node("Squeeze", stored + ".scalar", List.of(tensor(stored), graph.vector(0))));
  }

  @Override
  public String tensor(String name) {
    return graph.weight(weights.tensor(name));
  }

  @Override
  public String embedding(String ids, String output) {
    TensorEntry table = weights.tensor("wte.weight");
    String rows = graph.node("Gather", output, List.of(graph.storedWeight(table), ids));
    return table.type() == ElementType.F32 ? rows : graph.toFloat(rows, output + ".float32");
  }
}
