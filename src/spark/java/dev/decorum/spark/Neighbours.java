package dev.decorum.spark;

import dev.decorum.api.Chat;
import java.util.HashMap;
import java.util.Map;

/** Tells which chats are to be scored together. Not thread-safe. */
final class Neighbours {
  /** So many chats that begin alike come together, and no more, or one part would have them all. */
  private static final int MOST_TOGETHER = 256;

  /** Beginnings that are remembered. */
  private static final int MOST_BEGINNINGS = 100_000;

  private final int stretch;
  private final Map<Long, Integer> begun = new HashMap<>();

  /**
   * @param stretch the number of the stretch of inputs within which chats may come together
   */
  Neighbours(int stretch) {
    this.stretch = stretch;
  }

  /** A number that is equal for chats that are to be scored together. */
  long of(Chat chat, long place) {
    long beginning = chat.beginning();
    if (beginning == 0 || (begun.size() == MOST_BEGINNINGS && !begun.containsKey(beginning))) {
      return inOrder(place);
    }
    int before = begun.merge(beginning, 1, Integer::sum) - 1;
    return mixed(mixed(beginning + stretch) + before / MOST_TOGETHER);
  }

  /** Rows without a known beginning stay with those before and after them. */
  long inOrder(long place) {
    return mixed(place / MOST_TOGETHER);
  }

  /** Spreads numbers over all numbers: the last step of SplitMix64. */
  private static long mixed(long number) {
    long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
