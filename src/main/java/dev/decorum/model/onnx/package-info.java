/**
 * Makes ONNX graphs of reward models: built over the unchanged weights of a checkpoint, or from an
 * exported file after checking its inputs, outputs and external data.
 *
 * <p>A {@link dev.decorum.model.ModelBundle} becomes an {@link dev.decorum.model.onnx.OnnxGraph},
 * which names the inputs to bind. Nothing is run here.
 */
@NullMarked
package dev.decorum.model.onnx;

import org.jspecify.annotations.NullMarked;
