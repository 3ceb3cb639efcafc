package dev.decorum.evaluate;

import dev.decorum.stats.Resampling;
import java.util.List;
import java.util.Objects;

/**
 * What is asked of an evaluation.
 *
 * @param baseline a threshold of interest besides 0.5, above 0 and below 1; NaN for none
 * @param clusterFields fields whose values tell which rows belong together, at most two
 * @param sliceFields fields by whose values the rows are looked at apart
 * @param resampling how random procedures draw
 */
public record EvaluationOptions(
    double baseline, List<String> clusterFields, List<String> sliceFields, Resampling resampling) {

  public EvaluationOptions {
    if (!Double.isNaN(baseline) && !(baseline > 0 && baseline < 1)) {
      throw new IllegalArgumentException("a baseline lies between 0 and 1: " + baseline);
    }
    clusterFields = List.copyOf(clusterFields);
    sliceFields = List.copyOf(sliceFields);
    Objects.requireNonNull(resampling);
  }
}
