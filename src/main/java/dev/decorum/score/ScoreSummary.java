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
 * What a run's scores look like together. Without any score every number but the counts is NaN.
 *
 * @param count how many rows were scored
 * @param mean mean appropriate-probability or reward
 * @param baseline the baseline of the run; NaN without one
 * @param meanDeltaPercent the difference of the mean probability to the baseline, in percent of the
 *     baseline
 * @param belowBaseline how many rows have a probability below the baseline
 * @param min smallest score
 * @param max largest score
 * @param quantiles score by share, for 0.05, 0.25, 0.5, 0.75 and 0.95
 * @param histogram counts of probabilities in 20 bins of width 0.05
 * @param flags how many rows have each flag; flags that never came are left out
 * @param scale what the scores are numbers of
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
