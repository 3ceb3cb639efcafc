package dev.decorum.model.onnx;

import static dev.decorum.model.onnx.GraphWriter.NONE;
import static dev.decorum.model.onnx.GraphWriter.integer;

import dev.decorum.model.Precision;
import dev.decorum.model.tensors.TensorEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Products of integers: uint8 activations around 128 with int8 weights, the only pair of types that
 * ONNX Runtime multiplies at the full speed of AMX and VNNI. A token's result does not depend on
 * other tokens, since scales are fixed or the token's own.
 */
final class QuantizedProducts implements Products {
  private static final int MIDDLE = 128;

  /** The scale of a token whose activations are all 0. */
  private static final float SMALLEST = 1e-12f;

  /**
   * Activations that are ready to be rounded.
   *
   * @param values the activations, divided by their token's scale if they are scaled token by token
   * @param step the size of a step of the rounded values
   * @param tokenScales the factors of the products, {@code [rows, 1]}; empty if all tokens have the
   *     same scale
   */
  private record Scaled(String values, String step, Optional<String> tokenScales) {}

  /**
   * Rounded activations.
   *
   * @param high uint8 {@code [rows, inputs]}
   * @param lowAndHigh uint8 {@code [rows, 2 inputs]}, only for three products
   * @param lowStep the size of a step of the low halves, only for three products
   */
  private record Rounded(Scaled from, String high, String lowAndHigh, String lowStep) {}

  private final GraphWriter graph;
  private final QuantizedWeights weights;

  /**
   * Rounded activations by the name of the value, since the layers of an input have the same scale.
   */
  private final Map<String, Rounded> rounded = new HashMap<>();

  private final Map<String, String> scalars = new HashMap<>();

  QuantizedProducts(GraphWriter graph, QuantizedWeights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  @Override
  public String product(String input, LinearLayer layer, String output) {
    Rounded x = rounded.get(input);
    if (x == null) {
      x = rounded(scaled(input, layer.storedName() + ".input_scale"), input + ".rounded");
      rounded.put(input, x);
    }
    String bias = tensor(layer.name() + ".bias");
    if (x.from().tokenScales().isEmpty()) {
      return products(x, layer, bias, output);
    }
    String scaled = products(x, layer, NONE, output + ".scaled");
    String unscaled =
        graph.node("Mul", output + ".unscaled", List.of(scaled, x.from().tokenScales().get()));
    return graph.node("Add", output, List.of(unscaled, bias));
  }

  /** One product, or the sum of the high one and the two low ones that matter. */
  private String products(Rounded x, LinearLayer layer, String bias, String output) {
    TensorEntry stored = weights.tensor(layer.name() + ".weight");
    String weight = graph.storedWeight(stored);
    String scale = tensor(layer.name() + ".scale");
    if (weights.precision() == Precision.INT8) {
      return multiply(x.high(), weight, x.from().step(), scale, bias, output);
    }
    String high =
        multiply(x.high(), highHalf(stored), x.from().step(), scale, bias, output + ".high");
    String low = multiply(x.lowAndHigh(), weight, x.lowStep(), scale, NONE, output + ".low");
    return graph.node("Add", output, List.of(high, low));
  }

  private String multiply(
      String input, String weight, String inputScale, String scale, String bias, String output) {
    return graph.microsoftNode(
        "MatMulIntegerToFloat",
        output,
        List.of(input, weight, inputScale, scale, graph.unsignedByte(MIDDLE), NONE, bias));
  }

  /** The first half of the rows of a stored matrix, as a part of the same bytes on disk. */
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

  /**
   * Activations scaled by the stored scale of all tokens, or else by each token's largest
   * activation.
   */
  private Scaled scaled(String input, String storedScale) {
    if (weights.has(storedScale)) {
      return new Scaled(input, first(storedScale), Optional.empty());
    }
    String size = graph.node("Abs", input + ".size", List.of(input));
    String largest =
        graph.node(
            "ReduceMax",
            input + ".largest",
            List.of(size, graph.vector(1)),
            integer("keepdims", 1));
    String safe =
        graph.node("Max", input + ".largest_or_tiny", List.of(largest, graph.scalar(SMALLEST)));
    String scales =
        graph.node(
            "Mul",
            input + ".token_scales",
            List.of(safe, graph.scalar(1f / QuantizedWeights.ACTIVATION_STEPS)));
    String values = graph.node("Div", input + ".by_token", List.of(input, scales));
    return new Scaled(values, graph.scalar(1f), Optional.of(scales));
  }

  private Rounded rounded(Scaled x, String name) {
    String middle = graph.unsignedByte(MIDDLE);
    String high = graph.node("QuantizeLinear", name, List.of(x.values(), x.step(), middle));
    if (weights.precision() == Precision.INT8) {
      return new Rounded(x, high, NONE, NONE);
    }
    String kept = graph.node("DequantizeLinear", name + ".kept", List.of(high, x.step(), middle));
    String rest = graph.node("Sub", name + ".rest", List.of(x.values(), kept));
    String lowStep =
        graph.node(
            "Mul", name + ".low_step", List.of(x.step(), graph.scalar(1f / weights.lowSteps())));
    String low = graph.node("QuantizeLinear", name + ".low", List.of(rest, lowStep, middle));
    String lowAndHigh =
        graph.node("Concat", name + ".low_and_high", List.of(low, high), integer("axis", -1));
    return new Rounded(x, high, lowAndHigh, lowStep);
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
  public String rows(String table, String indices, String output) {
    return graph.rows(weights.tensor(table), indices, output);
  }
}
