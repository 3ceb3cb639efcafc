package dev.decorum.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The fastest settings on this machine, found on a small sample.
 *
 * @param threads trials of {@code --threads}, by increasing number; at least one
 * @param batchTokens trials of {@code --batch-tokens} at the best number of threads; the first is
 *     the setting of the run
 */
public record Tuning(List<Trial> threads, List<Trial> batchTokens) {

  /** The least gain that is worth a setting. */
  private static final double WORTH_A_SETTING = 1.05;

  public Tuning {
    threads = List.copyOf(threads);
    batchTokens = List.copyOf(batchTokens);
    if (threads.isEmpty() || batchTokens.isEmpty()) {
      throw new IllegalArgumentException("nothing was tried");
    }
  }

  /** The fewest threads that no other trial beats by more than 5%. */
  public Trial bestThreads() {
    return fewest(threads);
  }

  /**
   * The first trial that no other beats by more than 5%.
   *
   * @param threads trials by increasing number of threads; at least one
   */
  static Trial fewest(List<Trial> threads) {
    double fastest = threads.stream().mapToDouble(Trial::tokensPerSecond).max().orElseThrow();
    return threads.stream()
        .filter(trial -> trial.tokensPerSecond() * WORTH_A_SETTING >= fastest)
        .findFirst()
        .orElseThrow();
  }

  /** How much faster {@link #bestThreads} is than one thread, from 1 up or a little below. */
  public double threadsGain() {
    return bestThreads().tokensPerSecond() / threads.get(0).tokensPerSecond();
  }

  /** A token budget that beats the one in use by more than 5%, if there is any. */
  public Optional<Trial> bestBatchTokens() {
    double inUse = batchTokens.get(0).tokensPerSecond();
    return batchTokens.stream()
        .skip(1)
        .filter(trial -> trial.tokensPerSecond() > WORTH_A_SETTING * inUse)
        .max(Comparator.comparingDouble(Trial::tokensPerSecond));
  }

  /** How much faster a token budget is than the one in use. */
  public double batchTokensGain(Trial trial) {
    return trial.tokensPerSecond() / batchTokens.get(0).tokensPerSecond();
  }
}
