/**
 * Runs a batch on ONNX Runtime and returns logits.
 *
 * <p>In comes a {@link dev.decorum.batch.Batch}, out come its {@link dev.decorum.infer.Logits}.
 * Sole owner of native sessions and devices; it knows neither labels nor probabilities.
 */
@NullMarked
package dev.decorum.infer;

import org.jspecify.annotations.NullMarked;
