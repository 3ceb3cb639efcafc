package dev.decorum.overview;

import dev.decorum.stats.Resampling;
import java.util.List;
import java.util.Objects;

/**
 * What is asked of an overview.
 *
 * @param baseline the probability that scores are read against, above 0 and below 1; NaN for none
 * @param clusterFields fields whose values tell which rows belong together, at most two
 * @param sliceFields fields by whose values the rows are looked at apart
 * @param lowest how many of the lowest scores are listed
 * @param resampling how random procedures draw
 */
public record OverviewOptions(
    double baseline,
    List<String> clusterFields,
    List<String> sliceFields,
    int lowest,
    Resampling resampling) {
  public OverviewOptions {
    if (!Double.isNaN(baseline) && !(baseline > 0 && baseline < 1)) {
      throw new IllegalArgumentException("a baseline lies between 0 and 1: " + baseline);
    }
    if (lowest < 0) {
      throw new IllegalArgumentException("fewer than no rows: " + lowest);
    }
    clusterFields = List.copyOf(clusterFields);
    sliceFields = List.copyOf(sliceFields);
    Objects.requireNonNull(resampling);
  }
}
