package dev.decorum.compare;

import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;

/**
 * Two versions against each other; all differences are candidate less reference.
 *
 * @param reference the earlier version
 * @param candidate the later version
 * @param matching which rows were compared, and as what
 * @param difference of mean probabilities
 * @param holmP its p-value corrected for the number of pairs (Holm 1979)
 * @param shareBelowDifference of the shares below the baseline
 * @param superiority how often the candidate scores higher, ties counted half: among pairs where
 *     rows are paired, else among all rows of one against all of the other
 * @param verdict what that means
 */
public record PairComparison(
    String reference,
    String candidate,
    Matching matching,
    MeanDifference difference,
    double holmP,
    Estimate shareBelowDifference,
    Estimate superiority,
    Verdict verdict) {

  /** Cliff's delta: how much more often the candidate scores higher than lower, -1 to 1. */
  public Estimate cliffsDelta() {
    return superiority.scaled(2, -1);
  }

  /**
   * About how many clusters more, of the same kind, would show a difference as large as the margin,
   * or as the one seen where that is larger or there is no margin; 0 where there are enough.
   */
  public double furtherClusters(double margin) {
    double smallest = margin > 0 ? margin : Math.abs(difference.difference().value());
    return smallest > 0
        ? Math.max(0, difference.clustersToDetect(smallest) - difference.clusters())
        : 0;
  }
}
