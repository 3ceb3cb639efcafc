package dev.decorum.bench;

import java.util.List;
import java.util.Objects;

/**
 * The measurement of a workload.
 *
 * @param workload the workload
 * @param conversations the number of conversations in each run
 * @param rows the number of their rows
 * @param tokens the number of tokens in all rows
 * @param repeatedTokens the number of those tokens in prefixes that other rows have as well, not
 *     counting one copy: the most that sharing prefixes could save
 * @param truncated the number of rows that were truncated
 * @param seconds the wall-clock time of each run, from conversations in memory to the last score
 * @param peakBytes the peak of resident memory of the process; -1 if unknown
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

  /** The median time of a run; for an even number of runs, the mean of the two in the middle. */
  public double medianSeconds() {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Rows per second, by the median time. */
  public double rowsPerSecond() {
    return rows / medianSeconds();
  }

  /** Conversations per second, by the median time. */
  public double conversationsPerSecond() {
    return conversations / medianSeconds();
  }

  /** Tokens per second, by the median time. */
  public double tokensPerSecond() {
    return tokens / medianSeconds();
  }

  /** The share of {@link #repeatedTokens}, 0 to 1. */
  public double repeatedShare() {
    return tokens == 0 ? 0 : (double) repeatedTokens / tokens;
  }
}
