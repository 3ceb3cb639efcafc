package dev.decorum.bench;

import java.util.List;
import java.util.Objects;

/**
 * What one workload took.
 *
 * @param workload which
 * @param conversations how many were scored in each run
 * @param rows how many rows they gave
 * @param tokens how many tokens the rows have together
 * @param repeatedTokens how many of these stand in a prefix that another row has as well, one copy
 *     not counted: the most that sharing prefixes could save
 * @param truncated how many rows were cut to the window
 * @param seconds wall-clock time of each run, from the conversations in memory to the last score
 * @param peakBytes the most memory that the process had resident meanwhile; -1 where unknown
 */
public record Measurement(
    Workload workload,
    int conversations,
    int rows,
    long tokens,
    long repeatedTokens,
    int truncated,
    List<Double> seconds,
    long peakBytes) {

  public Measurement {
    Objects.requireNonNull(workload);
    seconds = List.copyOf(seconds);
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  /** The median run; of an even number of runs the mean of the two in the middle. */
  public double medianSeconds() {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Rows a second, by the median run. */
  public double rowsPerSecond() {
    return rows / medianSeconds();
  }

  /** Conversations a second, by the median run. */
  public double conversationsPerSecond() {
    return conversations / medianSeconds();
  }

  /** Tokens a second, by the median run. */
  public double tokensPerSecond() {
    return tokens / medianSeconds();
  }

  /** The share of tokens that another row has in its prefix too, 0 to 1. */
  public double repeatedShare() {
    return tokens == 0 ? 0 : (double) repeatedTokens / tokens;
  }
}
