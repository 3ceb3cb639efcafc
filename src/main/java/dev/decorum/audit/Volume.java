package dev.decorum.audit;

import dev.decorum.store.Night;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many conversations a night usually has: between the fewest and the most of some earlier
 * nights, of which those are left out that were themselves far from what was usual then.
 *
 * @param nights how many nights
 * @param fewest conversations in one of them
 * @param most conversations in one of them
 */
record Volume(int nights, long fewest, long most) {

  /** Before so many nights are known, nothing is usual. */
  static final int FEWEST_NIGHTS = 7;

  /**
   * Fewer than this part of the fewest are far fewer; more than so many times the most, far more.
   */
  private static final int FACTOR = 2;

  /**
   * What is usual after some nights.
   *
   * @param earlier nights with data, oldest first
   * @param window of how many nights at most
   * @return nothing if there are too few
   */
  static Optional<Volume> usual(List<Night> earlier, int window) {
    List<Long> counts = new ArrayList<>();
    for (Night night : earlier) {
      long scored = night.run().counts().scored();
      Optional<Volume> usual = of(counts, window);
      if (usual.isEmpty() || !usual.get().isFarFrom(scored)) {
        counts.add(scored);
      }
    }
    return of(counts, window);
  }

  private static Optional<Volume> of(List<Long> counts, int window) {
    if (counts.size() < FEWEST_NIGHTS) {
      return Optional.empty();
    }
    List<Long> last = counts.subList(Math.max(0, counts.size() - window), counts.size());
    return Optional.of(
        new Volume(
            last.size(),
            last.stream().mapToLong(Long::longValue).min().orElseThrow(),
            last.stream().mapToLong(Long::longValue).max().orElseThrow()));
  }

  boolean isFarFrom(long scored) {
    return FACTOR * scored < fewest || scored > FACTOR * most;
  }
}
