/**
 * How good the reward model is, against labels that people gave and against preference pairs.
 *
 * <p>In come a {@link dev.decorum.score.ScoreTable} and what is asked of it, out comes an {@link
 * dev.decorum.evaluate.Evaluation}: every number with its interval. It reads no file and renders
 * nothing.
 */
@NullMarked
package dev.decorum.evaluate;

import org.jspecify.annotations.NullMarked;
