package dev.decorum.compare;

import dev.decorum.stats.Estimate;
import dev.decorum.stats.SimultaneousDifferences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds out which of several versions are best, from the intervals of all their differences. */
final class StandingsFinder {
  private final List<String> names;

  /** Row version less column version; undefined on the diagonal. */
  private final Estimate[][] table;

  private final List<Standings.Gap> gaps = new ArrayList<>();
  private final boolean simulated;
  private final boolean known;

  /**
   * @param names of the versions
   * @param differences every two, the earlier as reference: 0 and 1, 0 and 2, ..., 1 and 2, ...
   * @param decidable of the same, whether a test with so few rows can tell the two apart at all; of
   *     those it cannot, no interval is a claim
   */
  StandingsFinder(
      List<String> names, SimultaneousDifferences differences, List<Boolean> decidable) {
    this.names = List.copyOf(names);
    this.simulated = differences.isSimulated();
    this.known = decidable.contains(true);
    int count = names.size();
    this.table = new Estimate[count][count];
    for (Estimate[] row : table) {
      Arrays.fill(row, Estimate.UNDEFINED);
    }
    List<Estimate> estimates = differences.estimates();
    int next = 0;
    for (int earlier = 0; earlier < count; earlier++) {
      for (int later = earlier + 1; later < count; later++) {
        Estimate estimate = estimates.get(next);
        Estimate difference =
            decidable.get(next) ? estimate : Estimate.withoutInterval(estimate.value());
        next++;
        table[later][earlier] = difference;
        table[earlier][later] = difference.scaled(-1, 0);
        gaps.add(new Standings.Gap(names.get(earlier), names.get(later), difference));
      }
    }
  }

  Standings standings() {
    List<Integer> order =
        IntStream.range(0, names.size())
            .boxed()
            .sorted(
                Comparator.comparing((Integer version) -> isWorse(version))
                    .thenComparing(version -> -lead(version)))
            .toList();
    int leader = order.get(0);
    long notWorse = order.stream().filter(version -> !isWorse(version)).count();
    List<Standings.Place> places = new ArrayList<>();
    for (int version : order) {
      int better =
          order.stream().filter(other -> table[version][other].high() < 0).findFirst().orElse(-1);
      places.add(
          new Standings.Place(
              names.get(version),
              standing(version, notWorse),
              table[version][leader],
              better < 0 ? "" : names.get(better),
              better < 0 ? Estimate.UNDEFINED : table[version][better]));
    }
    return new Standings(places, gaps, simulated);
  }

  private Standings.Standing standing(int version, long notWorse) {
    if (!known) {
      return Standings.Standing.UNKNOWN;
    }
    return isWorse(version)
        ? Standings.Standing.WORSE
        : notWorse == 1 ? Standings.Standing.BEST : Standings.Standing.TIED;
  }

  /** Whether another version is shown to be better. */
  private boolean isWorse(int version) {
    return Arrays.stream(table[version]).anyMatch(difference -> difference.high() < 0);
  }

  /** The sum of a version's differences to all others: the higher its mean, the larger. */
  private double lead(int version) {
    double lead = 0;
    for (Estimate difference : table[version]) {
      lead += Double.isNaN(difference.value()) ? 0 : difference.value();
    }
    return lead;
  }
}
