package dev.decorum.model.onnx;

import static dev.decorum.model.onnx.GraphWriter.number;

import dev.decorum.model.Activation;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes the activation of a feed-forward block as nodes. */
final class Activations {
  private Activations() {}

  /** Whether the nodes have no float32 constants, so that they compute in any precision. */
  static boolean isOfAnyPrecision(Activation function) {
    return switch (function) {
      case GELU_TANH, GELU, QUICK_GELU, SILU, RELU, TANH, SIGMOID, LEAKY_RELU, LINEAR -> true;
      case GELU_10, RELU_SQUARED, RELU_6, PRELU, HARD_SWISH, MISH, LAPLACE, SQRT_SOFTPLUS, XIELU ->
          false;
    };
  }

  /**
   * Writes the nodes.
   *
   * @param tensor gives the learned tensors of the activation, by the last part of their names
   */
  static String node(
      GraphWriter graph,
      Activation function,
      String input,
      String output,
      UnaryOperator<String> tensor) {
    return switch (function) {
      case GELU_TANH -> graph.microsoftNode("FastGelu", output, List.of(input));
      case GELU -> graph.node("Gelu", output, List.of(input));
      case GELU_10 -> {
        String gelu = graph.node("Gelu", output + ".gelu", List.of(input));
        yield clip(graph, gelu, -10, 10, output);
      }
      case QUICK_GELU -> sigmoidGate(graph, input, 1.702f, output);
      case SILU -> sigmoidGate(graph, input, 1, output);
      case RELU -> graph.node("Relu", output, List.of(input));
      case RELU_SQUARED -> {
        String relu = graph.node("Relu", output + ".relu", List.of(input));
        yield graph.node("Mul", output, List.of(relu, relu));
      }
      case RELU_6 -> clip(graph, input, 0, 6, output);
      case LEAKY_RELU -> graph.node("LeakyRelu", output, List.of(input), number("alpha", 0.01f));
      case PRELU -> graph.node("PRelu", output, List.of(input, tensor.apply("weight")));
      case HARD_SWISH -> graph.node("HardSwish", output, List.of(input));
      case MISH -> graph.node("Mish", output, List.of(input));
      case LAPLACE -> laplace(graph, input, output);
      case SQRT_SOFTPLUS -> {
        String softplus = graph.node("Softplus", output + ".softplus", List.of(input));
        yield graph.node("Sqrt", output, List.of(softplus));
      }
      case SIGMOID -> graph.node("Sigmoid", output, List.of(input));
      case TANH -> graph.node("Tanh", output, List.of(input));
      case LINEAR -> graph.node("Identity", output, List.of(input));
      case XIELU -> xielu(graph, input, output, tensor);
    };
  }

  private static String clip(GraphWriter graph, String x, float from, float to, String output) {
    return graph.node("Clip", output, List.of(x, graph.scalar(from), graph.scalar(to)));
  }

  /** {@code x sigmoid(alpha x)}. */
  private static String sigmoidGate(GraphWriter graph, String x, float alpha, String output) {
    return graph.microsoftNode("QuickGelu", output, List.of(x), number("alpha", alpha));
  }

  /** {@code 0.5 (1 + erf((x - 0.707107) / (0.282095 sqrt(2))))}. */
  private static String laplace(GraphWriter graph, String x, String output) {
    float scale = (float) (0.282095 * Math.sqrt(2));
    String centred = graph.node("Sub", output + ".centred", List.of(x, graph.scalar(0.707107f)));
    String scaled = graph.node("Div", output + ".scaled", List.of(centred, graph.scalar(scale)));
    String erf = graph.node("Erf", output + ".erf", List.of(scaled));
    String raised = graph.node("Add", output + ".raised", List.of(erf, graph.scalar(1f)));
    return graph.node("Mul", output, List.of(raised, graph.scalar(0.5f)));
  }

  /**
   * Softplus of a learned number, in bfloat16 as in Hugging Face, regardless of the model's type.
   */
  private static String brainSoftplus(GraphWriter graph, String learned, String output) {
    String rounded = graph.toBrainAndBack(learned, output + ".learned");
    String exact = graph.node("Softplus", output + ".exact", List.of(rounded));
    return graph.toBrainAndBack(exact, output);
  }

  /**
   * {@code softplus(alpha_p) x^2 + x / 2} above 0, else {@code (e^min(x, -1e-6) - 1 - x) (0.5 +
   * softplus(alpha_n)) + x / 2}.
   */
  private static String xielu(
      GraphWriter graph, String x, String output, UnaryOperator<String> tensor) {
    String half = graph.node("Mul", output + ".half", List.of(x, graph.scalar(0.5f)));
    String up = brainSoftplus(graph, tensor.apply("alpha_p"), output + ".up");
    String square = graph.node("Mul", output + ".square", List.of(x, x));
    String above = graph.node("Mul", output + ".above", List.of(square, up));
    String down = brainSoftplus(graph, tensor.apply("alpha_n"), output + ".down");
    String sum = graph.node("Add", output + ".sum", List.of(down, graph.scalar(0.5f)));
    String factor = graph.toBrainAndBack(sum, output + ".factor");
    String least = graph.node("Min", output + ".least", List.of(x, graph.scalar(-1e-6f)));
    // Elu is e^x - 1 below 0, without the loss of digits near it.
    String power = graph.node("Elu", output + ".power", List.of(least));
    String rest = graph.node("Sub", output + ".rest", List.of(power, x));
    String below = graph.node("Mul", output + ".below", List.of(rest, factor));
    String isAbove = graph.node("Greater", output + ".is_above", List.of(x, graph.scalar(0f)));
    String part = graph.node("Where", output + ".part", List.of(isAbove, above, below));
    return graph.node("Add", output, List.of(part, half));
  }
}
