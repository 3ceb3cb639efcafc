/**
 * Groups token windows of similar length under a token budget.
 *
 * <p>In comes a bounded look-ahead of {@link dev.decorum.tokenize.TokenWindow}s, out come {@link
 * dev.decorum.batch.Batch}es in the order in which they should run. It runs nothing and pads
 * nothing but in the arrays that it hands out.
 */
@NullMarked
package dev.decorum.batch;

import org.jspecify.annotations.NullMarked;
