package dev.decorum.compare;

import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Versions side by side.
 *
 * @param options what was asked
 * @param scale what the scores are numbers of
 * @param versions each by itself, in their order; the first is the reference
 * @param standings which of three or more are best; {@code null} for two
 * @param pairs every two of them, the earlier as reference
 * @param slices every two of them by values of fields
 * @param slicesLeftOut how many values of fields were too many to be looked at
 * @param decompositions what the values of each field add to the difference of every two
 * @param changes the rows of each later version that differ most from the first; empty unless asked
 *     for
 */
public record Comparison(
    ComparisonOptions options,
    Scale scale,
    List<VersionSummary> versions,
    @Nullable Standings standings,
    List<PairComparison> pairs,
    List<SliceComparison> slices,
    int slicesLeftOut,
    List<Decomposition> decompositions,
    List<Changes> changes) {

  public Comparison {
    versions = List.copyOf(versions);
    pairs = List.copyOf(pairs);
    slices = List.copyOf(slices);
    decompositions = List.copyOf(decompositions);
    changes = List.copyOf(changes);
  }

  /**
   * One version by itself.
   *
   * @param name what it is called
   * @param rows how many rows it has
   * @param clusters how many clusters they form
   * @param mean mean appropriate-probability or reward
   * @param baselineDeltaPercent the difference of the mean to the baseline, in percent of it;
   *     undefined for rewards and without a baseline
   * @param shareBelowBaseline the share of rows below the baseline; undefined without one
   * @param quantiles of the score, by share
   * @param histogram rows by probability, in 20 bins of equal width between 0 and 1
   * @param designEffect how many times larger the variance of the mean is than for independent rows
   */
  public record VersionSummary(
      String name,
      int rows,
      int clusters,
      Estimate mean,
      Estimate baselineDeltaPercent,
      Estimate shareBelowBaseline,
      SortedMap<Double, Estimate> quantiles,
      List<Long> histogram,
      double designEffect) {
    public VersionSummary {
      histogram = List.copyOf(histogram);
      quantiles = Collections.unmodifiableSortedMap(new TreeMap<>(quantiles));
    }
  }

  /**
   * Two versions among the rows with one value of a field.
   *
   * @param field the field
   * @param value the value
   * @param reference the earlier version
   * @param candidate the later version
   * @param referenceRows how many rows of the earlier version count
   * @param candidateRows how many rows of the later version count
   * @param difference mean probability, candidate less reference
   * @param qValue its p-value under false-discovery control over all slices
   */
  public record SliceComparison(
      String field,
      String value,
      String reference,
      String candidate,
      int referenceRows,
      int candidateRows,
      MeanDifference difference,
      double qValue) {

    SliceComparison withQValue(double newQValue) {
      return new SliceComparison(
          field, value, reference, candidate, referenceRows, candidateRows, difference, newQValue);
    }
  }
}
