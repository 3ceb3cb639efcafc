/**
 * Decides which token windows go through the model together.
 *
 * <p>In comes a bounded look-ahead of {@link dev.decorum.tokenize.TokenWindow}s, out comes {@link
 * dev.decorum.batch.Work} in the order in which it should run: {@link dev.decorum.batch.Pass}es
 * that compute what windows begin with in common once, for a CPU, or padded {@link
 * dev.decorum.batch.Batch}es, for GPUs and exported graphs. It runs nothing.
 */
@NullMarked
package dev.decorum.batch;

import org.jspecify.annotations.NullMarked;
