/**
 * Decides which token windows go through the model together.
 *
 * <p>A bounded look-ahead of {@link dev.decorum.tokenize.TokenWindow}s is turned into {@link
 * dev.decorum.batch.Work} in the order in which it should run: {@link
 * dev.decorum.batch.PackedBatch}es that compute common prefixes once, for a CPU, or padded {@link
 * dev.decorum.batch.PaddedBatch}es, for GPUs and exported graphs. Nothing is run here.
 */
@NullMarked
package dev.decorum.batch;

import org.jspecify.annotations.NullMarked;
