/**
 * Runs the model on ONNX Runtime and returns logits.
 *
 * <p>In comes {@link dev.decorum.batch.Work}, out come its {@link dev.decorum.infer.Logits} and,
 * where other work continues it, its {@link dev.decorum.infer.Past}. {@link
 * dev.decorum.infer.DeviceGroup} is the model on all devices of a run, {@link
 * dev.decorum.infer.OnnxClassifier} on one of them. Sole owner of native sessions and devices; it
 * knows neither labels nor probabilities.
 */
@NullMarked
package dev.decorum.infer;

import org.jspecify.annotations.NullMarked;
