package dev.decorum.audit;

import dev.decorum.stats.ChartPoint;
import dev.decorum.stats.ChartSettings;
import dev.decorum.stats.ControlChart;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Observation;
import dev.decorum.stats.TrailingComparison;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares a night with the nights before. */
public final class Auditor {

  /** Enough to fill a chart's reference, with some nights in alarm. */
  public static final int MOST_NIGHTS = 400;

  /** How many nights tonight is compared with by default. */
  public static final int DEFAULT_WINDOW = 14;

  private final int window;

  /**
   * @param window how many nights tonight is compared with, at least {@link
   *     TrailingComparison#FEWEST}
   */
  public Auditor(int window) {
    if (window < TrailingComparison.FEWEST) {
      throw new IllegalArgumentException("a window of " + window + " nights is too short");
    }
    this.window = window;
  }

  /**
   * Looks at a night.
   *
   * @param earlier the nights before of its series, oldest first
   * @param restarted earlier nights before this date are history, not reference; nothing for none
   */
  public Audit audit(Night tonight, List<Night> earlier, Optional<LocalDate> restarted) {
    List<Night> comparable = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    int otherRuns = 0;
    int beforeRestart = 0;
    List<String> differences = List.of();
    for (Night night : earlier) {
      List<String> between = differences(night, tonight);
      if (restarted.isPresent() && night.date().isBefore(restarted.get())) {
        beforeRestart++;
      } else if (!between.isEmpty()) {
        otherRuns++;
        differences = between;
      } else {
        comparable.add(night);
      }
    }
    if (otherRuns > 0) {
      reasons.add(
          nights(otherRuns) + " scored differently (" + String.join("; ", differences) + ")");
    }
    if (beforeRestart > 0) {
      reasons.add(nights(beforeRestart) + " before " + restarted.orElseThrow());
    }
    List<Night> all = new ArrayList<>(comparable);
    all.add(tonight);
    List<Trend> trends = new ArrayList<>();
    List<Trend> slices = new ArrayList<>();
    ChartSettings ofWhole = ChartSettings.forCharts(Metric.values().length);
    ChartSettings ofSlices = ChartSettings.forCharts(Math.max(1, tonight.slices().size() - 1));
    for (NightSlice slice : tonight.slices()) {
      if (slice.isWhole()) {
        for (Metric metric : Metric.values()) {
          trends.add(trend(metric, slice, all, ofWhole));
        }
      } else {
        slices.add(trend(Metric.MEAN, slice, all, ofSlices));
      }
    }
    List<NightSlice> gone =
        comparable.isEmpty() ? List.of() : gone(comparable.get(comparable.size() - 1), tonight);
    return new Audit(tonight, comparable.size(), reasons, window, trends, slices, gone);
  }

  /** Values that tonight lacks of those fields that it has values of, where all were told apart. */
  private static List<NightSlice> gone(Night before, Night tonight) {
    Set<String> fields =
        tonight.slices().stream().map(NightSlice::field).collect(Collectors.toSet());
    return before.slices().stream()
        .filter(slice -> fields.contains(slice.field()))
        .filter(slice -> tonight.slice(slice.field(), NightTally.OTHERS).isEmpty())
        .filter(slice -> !slice.value().equals(NightTally.OTHERS))
        .filter(slice -> tonight.slice(slice.field(), slice.value()).isEmpty())
        .toList();
  }

  private static String nights(int count) {
    return count + (count == 1 ? " night" : " nights");
  }

  private static List<String> differences(Night night, Night tonight) {
    List<String> differences = new ArrayList<>(night.run().differencesFrom(tonight.run()));
    if (!night.run().precision().equals(tonight.run().precision())) {
      differences.add(
          "precisions differ: " + night.run().precision() + " and " + tonight.run().precision());
    }
    return differences;
  }

  private Trend trend(Metric metric, NightSlice of, List<Night> nights, ChartSettings settings) {
    List<Night> seen = new ArrayList<>();
    List<NightSlice> slices = new ArrayList<>();
    List<Observation> observations = new ArrayList<>();
    for (Night night : nights) {
      NightSlice slice = night.slice(of.field(), of.value()).orElse(null);
      Observation observation = slice == null ? null : metric.observation(slice).orElse(null);
      if (slice != null && observation != null) {
        seen.add(night);
        slices.add(slice);
        observations.add(observation);
      }
    }
    LocalDate tonight = nights.get(nights.size() - 1).date();
    if (seen.isEmpty() || !seen.get(seen.size() - 1).date().equals(tonight)) {
      return new Trend(
          metric,
          of.scale(),
          of.field(),
          of.value(),
          List.of(blank(metric, tonight, of)),
          Optional.empty());
    }
    List<ChartPoint> points = ControlChart.of(observations, settings);
    List<Trend.Day> days = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      days.add(day(metric, seen.get(i).date(), slices.get(i), points.get(i)));
    }
    int last = observations.size() - 1;
    return new Trend(
        metric,
        of.scale(),
        of.field(),
        of.value(),
        days,
        metric.compare(
            observations.get(last), observations.subList(Math.max(0, last - window), last)));
  }

  private static Trend.Day blank(Metric metric, LocalDate date, NightSlice slice) {
    return new Trend.Day(
        date, slice.rows(), metric.estimate(slice), Estimate.UNDEFINED, ChartPoint.Alarm.NONE, 0);
  }

  private static Trend.Day day(Metric metric, LocalDate date, NightSlice slice, ChartPoint point) {
    return new Trend.Day(
        date,
        slice.rows(),
        metric.estimate(slice),
        point.isLearning()
            ? Estimate.UNDEFINED
            : new Estimate(
                metric.unit(point.expected().value()),
                Double.NaN,
                metric.unit(point.limits().low()),
                metric.unit(point.limits().high())),
        point.alarm(),
        point.run());
  }
}
