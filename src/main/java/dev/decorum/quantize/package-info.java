/**
 * The integer form of a checkpoint: calibrated, written once, kept in the user's cache, and held
 * against its float32 original.
 *
 * <p>In comes a {@link dev.decorum.model.ModelBundle} and a sample of windows; out comes {@link
 * dev.decorum.quantize.QuantizedModel}. Method of the static scales: <a
 * href="https://arxiv.org/abs/2211.10438">SmoothQuant (Xiao et al., 2023)</a>.
 */
@NullMarked
package dev.decorum.quantize;

import org.jspecify.annotations.NullMarked;
