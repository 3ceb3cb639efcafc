package dev.decorum.report;

import dev.decorum.compare.Comparison;
import dev.decorum.compare.Version;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.score.SharedField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the report on scores says beside an overview of them.
 *
 * @param versions what the overview looked at, for renderings that list all rows
 * @param comparison the comparison of the versions; {@code null} for a single one
 * @param evaluation the evaluation against labels; {@code null} if there are none
 * @param excerpts the lowest-scoring conversations
 * @param mismatches differences between runs that were allowed
 * @param sharedField a field that makes rows clusters, although none was asked for; {@code null}
 *     for none
 * @param explains whether the terms of statistics are explained where there are no footnotes
 */
public record OverviewDetails(
    List<Version> versions,
    @Nullable Comparison comparison,
    @Nullable Evaluation evaluation,
    List<Excerpt> excerpts,
    List<String> mismatches,
    @Nullable SharedField sharedField,
    boolean explains) {
  public OverviewDetails {
    versions = List.copyOf(versions);
    excerpts = List.copyOf(excerpts);
    mismatches = List.copyOf(mismatches);
  }

  /** Nothing but the conversations of {@code versions}. */
  public static OverviewDetails of(List<Version> versions, List<Excerpt> excerpts) {
    return new OverviewDetails(versions, null, null, excerpts, List.of(), null, false);
  }
}
