/**
 * Makes the integer form of a checkpoint: calibrated, written once, stored in the user's cache, and
 * compared with its float32 original.
 *
 * <p>A {@link dev.decorum.model.ModelBundle} and a sample of windows give a {@link
 * dev.decorum.quantize.QuantizedModel}. The method of the static scales is <a
 * href="https://arxiv.org/abs/2211.10438">SmoothQuant (Xiao et al., 2023)</a>.
 */
@NullMarked
package dev.decorum.quantize;

import org.jspecify.annotations.NullMarked;
