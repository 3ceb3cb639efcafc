package dev.decorum.audit;

import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param causes by field, what an alarm of the mean score comes of; empty without such an alarm
 * @param usualShares the share of the conversations that each value of a field has in the nights of
 *     the trailing window, by field and value
 * @param findings what a person should look at, the gravest first
 * @param undecided why it cannot be said yet whether there is something of a kind
 */
public record Audit(
    Night tonight,
    int nights,
    List<String> leftOut,
    int window,
    List<Trend> trends,
    List<Trend> slices,
    List<Cause> causes,
    Map<String, Map<String, Double>> usualShares,
    List<Finding> findings,
    Map<Finding.Kind, String> undecided) {

  public Audit {
    leftOut = List.copyOf(leftOut);
    trends = List.copyOf(trends);
    slices = List.copyOf(slices);
    causes = List.copyOf(causes);
    usualShares = Map.copyOf(usualShares);
    findings = List.copyOf(findings);
    undecided =
        undecided.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(undecided));
  }

  /** All rows of the night; nothing where none could be scored. */
  public Optional<NightSlice> whole() {
    return tonight.whole();
  }

  /** What was seen of a slice tonight. */
  public NightSlice slice(Trend trend) {
    return tonight.slice(trend.field(), trend.value()).orElseThrow();
  }

  /** The share of the conversations that a slice usually has; NaN if it is not known. */
  public double usualShare(Trend trend) {
    return Objects.requireNonNullElse(usualShares.get(trend.field()), Map.<String, Double>of())
        .getOrDefault(trend.value(), Double.NaN);
  }

  /** What was found of a kind. */
  public List<Finding> findings(Finding.Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).toList();
  }

  /**
   * Since when the first of the numbers that alarm has been off, those of all rows before those of
   * slices; tonight without an alarm.
   */
  public LocalDate since() {
    for (List<Trend> charts : List.of(trends, slices)) {
      Optional<LocalDate> since =
          charts.stream()
              .filter(Trend::isAlarming)
              .map(Trend::since)
              .min(Comparator.naturalOrder());
      if (since.isPresent()) {
        return since.get();
      }
    }
    return tonight.date();
  }
}
