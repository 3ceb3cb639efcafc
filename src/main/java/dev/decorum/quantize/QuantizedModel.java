package dev.decorum.quantize;

import dev.decorum.model.Agreement;
import dev.decorum.model.onnx.QuantizedWeights;

/**
 * A checkpoint in integers.
 *
 * @param weights what its graph is built over
 * @param agreement how it agrees with its original
 */
public record QuantizedModel(QuantizedWeights weights, Agreement agreement) {}
