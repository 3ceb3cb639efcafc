package dev.decorum.score;

import dev.decorum.conversation.Flag;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A summary of the scores of a run. Without scores, all numbers but the counts are NaN.
 *
 * @param count the number of scored rows
 * @param mean the mean probability or reward
 * @param baseline the baseline of the run; NaN without one
 * @param meanDeltaPercent the difference of the mean probability from the baseline, in percent of
 *     the baseline
 * @param belowBaseline the number of rows with a probability below the baseline
 * @param min the smallest score
 * @param max the largest score
 * @param quantiles the quantiles for 0.05, 0.25, 0.5, 0.75 and 0.95
 * @param histogram the counts of probabilities in 20 bins of width 0.05
 * @param flags the number of rows with each flag, without flags that no row has
 * @param scale the scale of the scores
 */
public record ScoreSummary(
    long count,
    double mean,
    double baseline,
    double meanDeltaPercent,
    long belowBaseline,
    double min,
    double max,
    SortedMap<Double, Double> quantiles,
    List<Long> histogram,
    Map<Flag, Long> flags,
    Scale scale) {

  public ScoreSummary {
    quantiles = Collections.unmodifiableSortedMap(new TreeMap<>(quantiles));
    histogram = List.copyOf(histogram);
    flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
    Objects.requireNonNull(scale);
  }

  /** Whether there is a baseline to compare with. */
  public boolean hasBaseline() {
    return !Double.isNaN(baseline);
  }

  /** The share of rows below the baseline, 0 to 1; NaN without a baseline. */
  public double shareBelowBaseline() {
    return hasBaseline() ? (double) belowBaseline / count : Double.NaN;
  }
}
