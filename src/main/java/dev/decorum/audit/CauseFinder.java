package dev.decorum.audit;

import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for what an alarm of the mean score comes of, and for what shares are usual. */
final class CauseFinder {
  private final Night tonight;
  private final List<Night> comparable;
  private final int window;
  private final Set<String> fields = new LinkedHashSet<>();

  /**
   * @param comparable the earlier nights that tonight is held against, oldest first
   * @param window how many nights the trailing window holds at most
   */
  CauseFinder(Night tonight, List<Night> comparable, int window) {
    this.tonight = tonight;
    this.comparable = comparable;
    this.window = window;
    tonight.slices().stream()
        .filter(slice -> !slice.isWhole())
        .forEach(slice -> fields.add(slice.field()));
  }

  /** By field, what the alarm of the mean comes of; nothing if it does not alarm. */
  List<Cause> of(List<Trend> trends) {
    List<Cause> causes = new ArrayList<>();
    for (Trend trend : trends) {
      if (trend.metric() == Metric.MEAN && trend.isAlarming()) {
        List<Night> before = before(trend.since());
        List<Night> since = new ArrayList<>(comparable.subList(before.size(), comparable.size()));
        since.add(tonight);
        for (String field : fields) {
          Cause.of(field, last(before), since).ifPresent(causes::add);
        }
      }
    }
    return causes;
  }

  private List<Night> before(LocalDate date) {
    int count = 0;
    while (count < comparable.size() && comparable.get(count).date().isBefore(date)) {
      count++;
    }
    return comparable.subList(0, count);
  }

  private List<Night> last(List<Night> nights) {
    return nights.subList(Math.max(0, nights.size() - window), nights.size());
  }

  /** The share of the rows of the trailing window that each value has, by field and value. */
  Map<String, Map<String, Double>> usualShares() {
    Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
    for (String field : fields) {
      Map<String, Double> rows = new LinkedHashMap<>();
      for (Night night : last(comparable)) {
        for (NightSlice slice : night.slices()) {
          if (slice.field().equals(field)) {
            rows.merge(slice.value(), (double) slice.rows(), Double::sum);
          }
        }
      }
      double all = rows.values().stream().mapToDouble(Double::doubleValue).sum();
      if (all > 0) {
        rows.replaceAll((value, own) -> own / all);
        shares.put(field, Map.copyOf(rows));
      }
    }
    return shares;
  }
}
