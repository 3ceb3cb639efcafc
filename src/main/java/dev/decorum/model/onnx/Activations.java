package dev.decorum.model.onnx;

import static dev.decorum.model.onnx.GraphWriter.number;

import dev.decorum.model.Activation;
import java.util.List;

/** The activation of a feed-forward block as a node. */
final class Activations {
  private Activations() {}

  static String node(GraphWriter graph, Activation function, String input, String output) {
    return switch (function) {
      case GELU_TANH -> graph.microsoftNode("FastGelu", output, List.of(input));
      case GELU -> graph.node("Gelu", output, List.of(input));
      case QUICK_GELU -> sigmoidGate(graph, input, 1.702f, output);
      case SILU -> sigmoidGate(graph, input, 1, output);
      case RELU -> graph.node("Relu", output, List.of(input));
      case TANH -> graph.node("Tanh", output, List.of(input));
    };
  }

  /** {@code x sigmoid(alpha x)}. */
  private static String sigmoidGate(GraphWriter graph, String x, float alpha, String output) {
    return graph.microsoftNode("QuickGelu", output, List.of(x), number("alpha", alpha));
  }
}
