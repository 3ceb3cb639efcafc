package dev.decorum.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The type of number that a graph computes in; inputs and logits have the same types in all. */
public enum Precision {
  /** Single precision throughout: the reference. */
  FP32,
  /**
   * Half precision, for GPUs: weights and activations in float16; the statistics of every
   * LayerNormalization, all of the last one, the classifier and the logits in float32.
   */
  FP16,
  /**
   * For CPUs: linear layers as one product of 8-bit integers, activations scaled statically or,
   * where that is much coarser, token by token; everything else in float32.
   */
  INT8,
  /**
   * For CPUs: linear layers as three products of 8-bit integers, which have the high and the low
   * half of about 15 bits of activations and weights; everything else in float32. Named like
   * bf16x3: several products of a narrow type instead of one of a wide type.
   */
  INT8X3;

  /** The precision of a {@link #label}. */
  public static Optional<Precision> named(String label) {
    return Arrays.stream(values()).filter(value -> value.label().equals(label)).findFirst();
  }

  /** Whether the weights are integers that were made from a checkpoint. */
  public boolean isQuantized() {
    return this == INT8 || this == INT8X3;
  }

  /** The name in manifests and on the command line, such as {@code fp16}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
