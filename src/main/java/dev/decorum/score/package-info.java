/**
 * Turns logits into scores, and reads, writes and merges score files.
 *
 * <p>{@link dev.decorum.infer.Logits} and their windows become {@link
 * dev.decorum.score.ConversationScore}s, which are written to score files (CSV, JSON Lines,
 * Parquet) with a run manifest and summarised. Score files are read back into a {@link
 * dev.decorum.score.ScoreTable}, on which all analyses work, or merged by a {@link
 * dev.decorum.score.ScoreMerger}. The package does not interpret scores.
 */
@NullMarked
package dev.decorum.score;

import org.jspecify.annotations.NullMarked;
