/**
 * Runs the model on ONNX Runtime and returns logits.
 *
 * <p>{@link dev.decorum.batch.Work} gives {@link dev.decorum.infer.Logits} and, if other work
 * continues it, a {@link dev.decorum.infer.KeyValueCache}. A {@link dev.decorum.infer.DeviceGroup}
 * is the model on all devices of a run, an {@link dev.decorum.infer.OnnxClassifier} on one of them.
 * The package is the only owner of native sessions and devices; it knows neither labels nor
 * probabilities.
 */
@NullMarked
package dev.decorum.infer;

import org.jspecify.annotations.NullMarked;
