/**
 * Training of a classifier by the recipe of Hugging Face's Trainer: the order of the examples, the
 * schedule of the learning rate, evaluations, checkpoints, and the log.
 *
 * <p>Token windows with labels come in; checkpoints and a log in a folder come out. The arithmetic
 * is behind {@link dev.decorum.train.Learner}, so nothing here knows an engine.
 */
@NullMarked
package dev.decorum.train;

import org.jspecify.annotations.NullMarked;
