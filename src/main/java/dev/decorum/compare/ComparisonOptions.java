package dev.decorum.compare;

import dev.decorum.stats.Resampling;
import java.util.List;
import java.util.Objects;

/**
 * What is asked of a comparison.
 *
 * @param baseline the probability below which a conversation counts as below the baseline, above 0
 *     and below 1; NaN for none
 * @param margin the largest difference of mean scores that does not matter, from 0
 * @param pairing whether rows are to be paired by id
 * @param clusterFields fields whose values tell which rows belong together, at most two
 * @param sliceFields fields by whose values the rows are looked at apart
 * @param listedChanges how many losses and how many gains of rows are listed, from 0
 * @param resampling how random procedures draw
 */
public record ComparisonOptions(
    double baseline,
    double margin,
    Pairing pairing,
    List<String> clusterFields,
    List<String> sliceFields,
    int listedChanges,
    Resampling resampling) {

  /** Whether rows are paired. */
  public enum Pairing {
    /** Where at least half of the smaller version's ids are in the other as well. */
    AUTO,
    /** By whatever ids are in both. */
    ID,
    /** Never. */
    NONE
  }

  public ComparisonOptions {
    if (!Double.isNaN(baseline) && !(baseline > 0 && baseline < 1)) {
      throw new IllegalArgumentException("a baseline lies between 0 and 1: " + baseline);
    }
    if (!(margin >= 0 && Double.isFinite(margin))) {
      throw new IllegalArgumentException("a margin is 0 or more: " + margin);
    }
    if (listedChanges < 0) {
      throw new IllegalArgumentException("fewer than no changes: " + listedChanges);
    }
    Objects.requireNonNull(pairing);
    clusterFields = List.copyOf(clusterFields);
    sliceFields = List.copyOf(sliceFields);
    Objects.requireNonNull(resampling);
  }
}
