/**
 * Logits to probabilities, and the score file.
 *
 * <p>In come {@link dev.decorum.infer.Logits} with their windows, out come {@link
 * dev.decorum.score.ConversationScore}s, score files (CSV, JSON Lines) with their run manifest, and
 * the summary of a run. Score files are read back into a {@link dev.decorum.score.ScoreTable},
 * which is what every question asked of scores begins with, or put together by a {@link
 * dev.decorum.score.ScoreMerger}. It decides nothing about what the scores mean.
 */
@NullMarked
package dev.decorum.score;

import org.jspecify.annotations.NullMarked;
