package dev.decorum.train;

/** The type of number of matrix products in training. Weights and the optimizer stay in float32. */
public enum MixedPrecision {
  /** Float32 throughout. */
  NONE,
  /** bfloat16 in matrix products, on GPUs only. */
  BF16,
  /** float16 in matrix products, with a factor that keeps small gradients, on GPUs only. */
  FP16
}
