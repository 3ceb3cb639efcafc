/**
 * The reward model as an ONNX graph: built over the untouched weights of a checkpoint, or taken
 * from an exported file after a look at its inputs, outputs and external data.
 *
 * <p>In comes a {@link dev.decorum.model.ModelBundle}; out comes an {@link
 * dev.decorum.model.onnx.OnnxGraph} that says how to bind it. Nothing is run here.
 */
@NullMarked
package dev.decorum.model.onnx;

import org.jspecify.annotations.NullMarked;
