package dev.decorum.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Counts the tokens that a model need not read again, because they are in a prefix that another row
 * has as well. These are the common prefixes of neighbours in the sorted rows.
 */
final class RepeatedTokens {
  private RepeatedTokens() {}

  /**
   * The number of tokens in {@code windows} that are in a prefix of another window, not counting
   * one copy.
   */
  static long count(List<int[]> windows) {
    int[][] sorted = windows.toArray(int[][]::new);
    Arrays.sort(sorted, Arrays::compare);
    long repeated = 0;
    for (int i = 1; i < sorted.length; i++) {
      int mismatch = Arrays.mismatch(sorted[i - 1], sorted[i]);
      repeated += mismatch < 0 ? sorted[i].length : mismatch;
    }
    return repeated;
  }
}
