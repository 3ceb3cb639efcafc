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
  GELU_TANH("gelu_new", "gelu_fast", "gelu_pytorch_tanh", "gelu_accurate"),
  /** {@code x Phi(x)}, by the error function. */
  GELU("gelu", "gelu_python"),
  /** {@code x sigmoid(1.702 x)}. */
  QUICK_GELU("quick_gelu"),
  /** {@code max(x, 0)}. */
  RELU("relu"),
  /** {@code x sigmoid(x)}. */
  SILU("silu", "swish"),
  /** {@code tanh(x)}. */
  TANH("tanh");

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot change
  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /** The activation of a name in {@code config.json}, if it is one of those known here. */
  public static Optional<Activation> named(String name) {
    return Arrays.stream(values()).filter(value -> value.names.contains(name)).findFirst();
  }

  /** The name that it is written with. */
  String configName() {
    return names.get(0);
  }

  /** Every name that {@link #named} knows. */
  public static List<String> allNames() {
    return Arrays.stream(values()).flatMap(value -> value.names.stream()).toList();
  }
}
