/**
 * The training of a reward model: its log and its summary, beside the model that it made.
 *
 * <p>The files of a training are untrusted data, like those of any model's folder.
 */
@NullMarked
package dev.decorum.train;

import org.jspecify.annotations.NullMarked;
