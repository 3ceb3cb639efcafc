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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares a night with the nights before. */
public final class Auditor {

  /** Enough to fill a chart's reference, with some nights in alarm. */
  public static final int MOST_NIGHTS = 400;

  /** How many nights tonight is compared with by default. */
  public static final int DEFAULT_WINDOW = 14;

  /**
   * As how many charts one of inputs counts: it may raise a third of the false alarms that the
   * chart of scores may, since inputs that drift do so by more than a chart needs to see.
   */
  private static final int INPUT_AS = 3;

  private final int window;
  private final @Nullable Calendar calendar;

  /** Looks at nights that are due when earlier ones let expect. */
  public Auditor(int window) {
    this(window, null);
  }

  /**
   * @param window how many nights tonight is compared with, at least {@link
   *     TrailingComparison#FEWEST}
   * @param calendar when nights are due; null to learn it from earlier ones
   */
  public Auditor(int window, @Nullable Calendar calendar) {
    if (window < TrailingComparison.FEWEST) {
      throw new IllegalArgumentException("a window of " + window + " nights is too short");
    }
    this.window = window;
    this.calendar = calendar;
  }

  /**
   * Looks at a night.
   *
   * @param earlier the nights before of its series, oldest first
   * @param restarted earlier nights before this date are history, not reference; nothing for none
   */
  public Audit audit(Night tonight, List<Night> earlier, Optional<LocalDate> restarted) {
    return audit(tonight, earlier, restarted, Optional.empty());
  }

  /**
   * Looks at a night that may be older than others in the store.
   *
   * @param earlier the nights before of its series, oldest first
   * @param restarted earlier nights before this date are history, not reference; nothing for none
   * @param laterSame a later night with the same conversations; nothing for none
   */
  public Audit audit(
      Night tonight,
      List<Night> earlier,
      Optional<LocalDate> restarted,
      Optional<LocalDate> laterSame) {
    Reference reference = new Reference(tonight, restarted);
    earlier.forEach(reference::add);
    List<Night> all = new ArrayList<>(reference.comparable);
    all.add(tonight);
    List<Trend> trends = new ArrayList<>();
    List<Trend> slices = new ArrayList<>();
    ChartSettings ofScores = ChartSettings.forCharts(Metric.values().length);
    ChartSettings ofInputs = ChartSettings.forCharts(INPUT_AS * Metric.values().length);
    ChartSettings ofSlices = ChartSettings.forCharts(Math.max(1, tonight.slices().size() - 1));
    for (NightSlice slice : tonight.slices()) {
      if (slice.isWhole()) {
        for (Metric metric : Metric.values()) {
          trends.add(trend(metric, slice, all, metric.isOfInputs() ? ofInputs : ofScores));
        }
      } else {
        slices.add(trend(Metric.MEAN, slice, all, ofSlices));
      }
    }
    CauseFinder causes = new CauseFinder(tonight, reference.comparable, window);
    Findings findings = new Findings(tonight);
    findings.lookAtData(earlier, laterSame);
    findings.lookAtCalendar(earlier, calendar);
    if (!tonight.isEmpty()) {
      findings.lookAtVolume(reference.withData, window);
      findings.lookAtCharts(Finding.Kind.DRIFT, trends);
      findings.lookAtSlices(reference.comparable);
      findings.lookAtCharts(Finding.Kind.SLICE_DRIFT, slices);
    }
    if (trends.isEmpty() || trends.stream().anyMatch(Trend::isUnjudged)) {
      findings.lookAtStandingAlarms(standing(reference.comparable, ofScores, ofInputs));
    }
    return new Audit(
        tonight,
        reference.comparable.size(),
        reference.reasons(),
        window,
        trends,
        slices,
        causes.of(trends),
        causes.usualShares(),
        findings.found(),
        findings.undecided());
  }

  /** The charts of the last night that could be judged, where tonight cannot. */
  private List<Trend> standing(
      List<Night> comparable, ChartSettings ofScores, ChartSettings ofInputs) {
    List<Trend> standing = new ArrayList<>();
    for (int last = comparable.size(); last > 0 && standing.isEmpty(); last--) {
      List<Night> known = comparable.subList(0, last);
      known
          .get(last - 1)
          .whole()
          .ifPresent(
              slice -> {
                for (Metric metric : Metric.values()) {
                  standing.add(
                      trend(metric, slice, known, metric.isOfInputs() ? ofInputs : ofScores));
                }
              });
      if (standing.stream().anyMatch(Trend::isUnjudged)) {
        standing.clear();
      }
    }
    return standing;
  }

  /** The earlier nights that tonight is held against, and why others are not among them. */
  private static final class Reference {
    private final Night tonight;
    private final Optional<LocalDate> restarted;
    private final Set<String> contents = new HashSet<>();

    /** New conversations since the restart. */
    private final List<Night> withData = new ArrayList<>();

    /** Of these, the ones that were scored as tonight's. */
    private final List<Night> comparable = new ArrayList<>();

    private int beforeRestart;
    private int empty;
    private int repeated;
    private int otherRuns;
    private List<String> differences = List.of();

    Reference(Night tonight, Optional<LocalDate> restarted) {
      this.tonight = tonight;
      this.restarted = restarted;
    }

    void add(Night night) {
      boolean isRepeated = night.content() != null && !contents.add(night.content());
      if (restarted.isPresent() && night.date().isBefore(restarted.get())) {
        beforeRestart++;
      } else if (night.isEmpty()) {
        empty++;
      } else if (isRepeated) {
        repeated++;
      } else {
        withData.add(night);
        addIfComparable(night);
      }
    }

    private void addIfComparable(Night night) {
      List<String> between = differences(night, tonight);
      if (between.isEmpty()) {
        comparable.add(night);
      } else {
        otherRuns++;
        differences = between;
      }
    }

    List<String> reasons() {
      List<String> reasons = new ArrayList<>();
      if (otherRuns > 0) {
        reasons.add(
            nights(otherRuns) + " scored differently (" + String.join("; ", differences) + ")");
      }
      if (beforeRestart > 0) {
        reasons.add(nights(beforeRestart) + " before " + restarted.orElseThrow());
      }
      if (repeated > 0) {
        reasons.add(nights(repeated) + " with the conversations of an earlier one");
      }
      if (empty > 0) {
        reasons.add(nights(empty) + " without data");
      }
      return reasons;
    }
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
    List<Observation> usual = withoutAlarms(observations, points);
    return new Trend(
        metric,
        of.scale(),
        of.field(),
        of.value(),
        days,
        metric.compare(
            observations.get(last),
            usual.subList(Math.max(0, usual.size() - window), usual.size())));
  }

  /** The observations before the last one, without those that an alarm is about. */
  private static List<Observation> withoutAlarms(
      List<Observation> observations, List<ChartPoint> points) {
    boolean[] isOff = new boolean[points.size()];
    for (int i = 0; i < isOff.length; i++) {
      if (points.get(i).alarm() != ChartPoint.Alarm.NONE) {
        Arrays.fill(isOff, Math.max(0, i + 1 - Math.max(1, points.get(i).run())), i + 1, true);
      }
    }
    List<Observation> usual = new ArrayList<>();
    for (int i = 0; i < isOff.length - 1; i++) {
      if (!isOff[i]) {
        usual.add(observations.get(i));
      }
    }
    return usual;
  }

  private static Trend.Day blank(Metric metric, LocalDate date, NightSlice slice) {
    return new Trend.Day(
        date,
        slice.rows(),
        metric.estimate(slice),
        Estimate.UNDEFINED,
        Estimate.UNDEFINED,
        Double.NaN,
        ChartPoint.Alarm.NONE,
        false,
        0,
        0,
        0);
  }

  private static Trend.Day day(Metric metric, LocalDate date, NightSlice slice, ChartPoint point) {
    return new Trend.Day(
        date,
        slice.rows(),
        metric.estimate(slice),
        point.isLearning()
            ? Estimate.UNDEFINED
            : interval(
                metric,
                slice,
                point.expected().value(),
                point.expected().low(),
                point.expected().high()),
        point.isLearning()
            ? Estimate.UNDEFINED
            : interval(
                metric,
                slice,
                point.expected().value(),
                point.limits().low(),
                point.limits().high()),
        point.score(),
        point.alarm(),
        point.sudden(),
        point.run(),
        point.workedOff(),
        point.toEnd());
  }

  /** Numbers of a chart in units of the metric, within what is possible. */
  private static Estimate interval(
      Metric metric, NightSlice slice, double value, double low, double high) {
    Estimate interval =
        new Estimate(metric.unit(value), Double.NaN, metric.unit(low), metric.unit(high));
    return metric.possible(interval, slice);
  }
}
