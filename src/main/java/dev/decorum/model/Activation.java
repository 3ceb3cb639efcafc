package dev.decorum.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The activation between the two products of a feed-forward block, by the names of Hugging Face's
 * {@code ACT2FN}. Names that compute the same function are one constant.
 */
public enum Activation {
  /** {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}: GPT-2's own. */
  GELU_TANH("gelu_new", "gelu_fast", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate"),
  /** {@code x Phi(x)}, by the error function. */
  GELU("gelu", "gelu_python"),
  /** The same, but never outside of -10 to 10. */
  GELU_10("gelu_10"),
  /** {@code x sigmoid(1.702 x)}. */
  QUICK_GELU("quick_gelu"),
  /** {@code max(x, 0)}. */
  RELU("relu"),
  /** {@code max(x, 0)^2}. */
  RELU_SQUARED("relu2"),
  /** {@code min(max(x, 0), 6)}. */
  RELU_6("relu6"),
  /** {@code x}, and a hundredth of it below 0. */
  LEAKY_RELU("leaky_relu"),
  /** {@code x}, and below 0 {@code weight x} with a learned weight. */
  PRELU("prelu"),
  /** {@code x sigmoid(x)}. */
  SILU("silu", "swish"),
  /** {@code x min(max(x + 3, 0), 6) / 6}. */
  HARD_SWISH("hardswish"),
  /** {@code x tanh(log(1 + e^x))}. */
  MISH("mish"),
  /** {@code Phi((x - 0.707107) / 0.282095)}. */
  LAPLACE("laplace"),
  /** {@code sqrt(log(1 + e^x))}. */
  SQRT_SOFTPLUS("sqrtsoftplus"),
  /** The logistic function. */
  SIGMOID("sigmoid"),
  /** The hyperbolic tangent. */
  TANH("tanh"),
  /** {@code x} itself. */
  LINEAR("linear"),
  /** The integral of a softened ELU, of which {@code alpha_p} and {@code alpha_n} were learned. */
  XIELU("xielu");

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot change
  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /** The activation with a name from {@code config.json}, if it is known. */
  public static Optional<Activation> named(String name) {
    return Arrays.stream(values()).filter(value -> value.names.contains(name)).findFirst();
  }

  /** The name to write into {@code config.json}. */
  String configName() {
    return names.get(0);
  }

  /** The names of its learned tensors in each block, as in {@code h.N.mlp.act.NAME}. */
  public List<String> tensors() {
    return switch (this) {
      case PRELU -> List.of("weight");
      case XIELU -> List.of("alpha_p", "alpha_n");
      default -> List.of();
    };
  }

  /** Every name that {@link #named} knows. */
  public static List<String> allNames() {
    return Arrays.stream(values()).flatMap(value -> value.names.stream()).toList();
  }
}
