package dev.decorum.store;

import dev.decorum.score.Scale;
import java.util.Objects;

/**
 * What was seen of some rows in one night. Errors are cluster-robust standard errors; NaN where
 * there is only one cluster.
 *
 * @param field the field by which the rows are looked at apart; empty for all rows
 * @param value its value
 * @param rows how many rows
 * @param clusters of how many clusters
 * @param mean mean appropriate-probability or reward
 * @param meanError its error
 * @param belowBaseline how many rows are below the baseline
 * @param belowBaselineError error of their share
 * @param quantiles of the score
 * @param tokens mean length of the window in tokens
 * @param tokensError its error
 * @param truncated how many rows lost tokens or messages
 * @param truncatedError error of their share
 * @param empty how many rows have no text in any message
 * @param emptyError error of their share
 * @param scale what the scores are numbers of
 */
public record NightSlice(
    String field,
    String value,
    long rows,
    long clusters,
    double mean,
    double meanError,
    long belowBaseline,
    double belowBaselineError,
    FiveQuantiles quantiles,
    double tokens,
    double tokensError,
    long truncated,
    double truncatedError,
    long empty,
    double emptyError,
    Scale scale) {

  /** The 5%, 25%, 50%, 75% and 95% quantile. */
  public record FiveQuantiles(double q05, double q25, double q50, double q75, double q95) {}

  public NightSlice {
    Objects.requireNonNull(field);
    Objects.requireNonNull(value);
    Objects.requireNonNull(quantiles);
    Objects.requireNonNull(scale);
    if (rows < 1 || clusters < 1 || clusters > rows) {
      throw new IllegalArgumentException(rows + " rows of " + clusters + " clusters");
    }
  }

  /** Whether these are all rows of the night. */
  public boolean isWhole() {
    return field.isEmpty();
  }

  /** The share of rows below the baseline, 0 to 1. */
  public double shareBelowBaseline() {
    return (double) belowBaseline / rows;
  }

  /** The share of rows that lost tokens or messages, 0 to 1. */
  public double truncatedShare() {
    return (double) truncated / rows;
  }

  /** The share of rows without any text, 0 to 1. */
  public double emptyShare() {
    return (double) empty / rows;
  }
}
