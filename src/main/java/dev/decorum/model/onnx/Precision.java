package dev.decorum.model.onnx;

import java.util.Locale;

/** In which numbers a graph computes; inputs and logits are the same in all. */
public enum Precision {
  /** Single precision throughout: the reference. */
  FP32,
  /**
   * Half precision, for GPUs: weights and activations in float16; the statistics of every
   * LayerNormalization, the last of them as a whole, the classifier and the logits in float32.
   */
  FP16;

  /** The name in manifests and on the command line, such as {@code fp16}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
