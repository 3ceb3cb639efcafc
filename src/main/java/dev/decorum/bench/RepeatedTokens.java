package dev.decorum.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Counts the tokens that a model need not read again, as they stand in a prefix that another row
 * has as well: all of them lie in a common prefix of two rows that are neighbours when sorted.
 */
final class RepeatedTokens {
  private RepeatedTokens() {}

  /** How many tokens of {@code windows} are in a prefix of another window, one copy not counted. */
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
