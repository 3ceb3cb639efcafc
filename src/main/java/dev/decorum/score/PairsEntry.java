package dev.decorum.score;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes preference data in the manifest beside them.
 *
 * @param method what they are for: {@code dpo} or {@code kto}
 * @param form {@code messages} or {@code text}
 * @param group the field that tells which replies answer the same context; {@code null} where each
 *     row of input has all of them
 * @param pairing {@code best_worst} or {@code all}
 * @param minMargin the least difference between chosen and rejected, in the unit of the scores
 * @param minChosen the least score of a chosen reply; {@code null} for any
 * @param maxPairs the largest number of pairs for each context
 * @param duplicateThreshold the Jaccard index from which replies are near-duplicates
 * @param lengthGuard whether the length of replies is balanced
 * @param split the share of contexts for training; {@code null} for all in one file
 * @param part which part of a split this file is, {@code train} or {@code validation}; {@code null}
 *     for the whole
 * @param rows the number of rows in this file
 * @param contexts the number of contexts that they belong to
 * @param repliesCleaned the number of replies, in pairs or not, whose blank space at the ends was
 *     removed
 * @param cleanedAfterScoring whether those had been scored with it
 */
public record PairsEntry(
    String method,
    String form,
    @Nullable String group,
    String pairing,
    double minMargin,
    @Nullable Double minChosen,
    int maxPairs,
    double duplicateThreshold,
    boolean lengthGuard,
    @Nullable Double split,
    @Nullable String part,
    long rows,
    long contexts,
    long repliesCleaned,
    boolean cleanedAfterScoring) {
  public PairsEntry {
    Objects.requireNonNull(method);
    Objects.requireNonNull(form);
    Objects.requireNonNull(pairing);
  }
}
