package dev.decorum.audit;

import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.util.List;
import java.util.Optional;

/**
 * A night and what the charts say of it.
 *
 * @param tonight the night
 * @param nights how many earlier nights it was compared with
 * @param leftOut why others were not, a sentence each
 * @param window how many nights the trailing window holds at most
 * @param trends of all rows, one a metric; empty where nothing could be scored
 * @param slices the mean score of every slice
 * @param gone slices of the night before that nothing was seen of tonight
 */
public record Audit(
    Night tonight,
    int nights,
    List<String> leftOut,
    int window,
    List<Trend> trends,
    List<Trend> slices,
    List<NightSlice> gone) {

  public Audit {
    leftOut = List.copyOf(leftOut);
    trends = List.copyOf(trends);
    slices = List.copyOf(slices);
    gone = List.copyOf(gone);
  }

  /** All rows of the night; nothing where none could be scored. */
  public Optional<NightSlice> whole() {
    return tonight.whole();
  }

  /** What was seen of a slice tonight. */
  public NightSlice slice(Trend trend) {
    return tonight.slice(trend.field(), trend.value()).orElseThrow();
  }

  /** The charts of all rows that alarm. */
  public List<Trend> drifts() {
    return trends.stream().filter(Trend::isAlarming).toList();
  }

  /** The charts of slices that alarm. */
  public List<Trend> sliceDrifts() {
    return slices.stream().filter(Trend::isAlarming).toList();
  }
}
