package dev.decorum.report;

import static dev.decorum.report.NumberFormat.COUNT_DIFFERENCE;
import static dev.decorum.report.NumberFormat.DELTA_PERCENT;
import static dev.decorum.report.NumberFormat.MEAN_COUNT;
import static dev.decorum.report.NumberFormat.POINTS;
import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.P_VALUE;
import static dev.decorum.report.NumberFormat.SHARE;
import static dev.decorum.report.NumberFormat.SIGNED;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Cause;
import dev.decorum.audit.Condition;
import dev.decorum.audit.DriftWords;
import dev.decorum.audit.Finding;
import dev.decorum.audit.Metric;
import dev.decorum.audit.Trend;
import dev.decorum.stats.ChartPoint;
import dev.decorum.stats.ChartSettings;
import dev.decorum.stats.Estimate;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The report of an audit: first whether something is wrong, then the numbers in tables and charts.
 */
public final class AuditDocument {
  private static final int MOST_NIGHTS_LISTED = 14;

  /** An alarm of which less is worked off may as well last. */
  private static final double WORTH_WAITING = 0.1;

  private final Audit audit;
  private final String where;
  private final String baseline;
  private final boolean hasBaseline;
  private final ScoreWording wording;

  private AuditDocument(Audit audit, String where) {
    this.audit = audit;
    this.where = where;
    double known = audit.tonight().run().baselineOrNaN();
    this.baseline = Double.toString(known);
    this.hasBaseline = !Double.isNaN(known);
    this.wording = new ScoreWording(audit.tonight().run().model().scored());
  }

  /**
   * The report on {@code audit}.
   *
   * @param results the results of the user's conditions
   * @param where the options that name the store and the series, for commands that are suggested
   */
  public static Document of(Audit audit, List<Condition.Result> results, String where) {
    AuditDocument report = new AuditDocument(audit, where);
    Document document = new Document();
    Night tonight = audit.tonight();
    document.heading("Audit of " + tonight.date() + ", " + tonight.series());
    report.addVerdict(document, results);
    audit.whole().ifPresent(whole -> report.addNumbers(document, whole));
    report.addTonight(document);
    AuditCharts.add(document, audit);
    report.addSlices(document);
    report.addNights(document);
    return document;
  }

  private void addVerdict(Document document, List<Condition.Result> results) {
    for (Finding finding : audit.findings()) {
      document.verdict(
          "",
          finding.kind().word().toUpperCase(Locale.ROOT).replace('-', ' '),
          ": " + finding.text(),
          Document.Tone.BAD);
    }
    for (Cause cause : audit.causes()) {
      document.paragraph(CauseText.of(cause, wording));
    }
    if (audit.findings().isEmpty()) {
      document.paragraph(nothingFound());
      audit.trends().stream()
          .filter(trend -> trend.tonight().side() != ChartPoint.Alarm.NONE)
          .forEach(
              trend ->
                  document.paragraph(
                      DriftWords.tonight(trend) + " By itself that is no alarm yet."));
    } else {
      advice().forEach(document::paragraph);
    }
    for (Condition.Result result : results) {
      addVerdict(document, result);
    }
    if (!audit.leftOut().isEmpty()) {
      document.paragraph("Not compared with " + String.join(", nor with ", audit.leftOut()) + ".");
    }
  }

  /** What came of a condition; findings were told before. */
  private static void addVerdict(Document document, Condition.Result result) {
    String said = " --fail-if '" + result.condition() + "'";
    String because = said + ": " + result.because();
    switch (result.outcome()) {
      case FAILED ->
          document.verdict(
              "", "FAILED", result.isOfFindings() ? said + "." : because, Document.Tone.BAD);
      case PASSED -> document.verdict("", "Passed", because, Document.Tone.GOOD);
      case UNKNOWN -> document.paragraph("Not decided" + because);
    }
  }

  private String nothingFound() {
    if (Trend.areLearning(audit.trends())) {
      return "Nothing was found, but the charts are still learning: "
          + NumberText.counted(audit.nights(), "earlier night")
          + " to compare with, and "
          + ChartSettings.DEFAULT.fewest()
          + " are needed to detect drift.";
    }
    return "Nothing was found: every number is within the limits of its chart ("
        + NumberText.counted(audit.nights(), "earlier night")
        + ").";
  }

  /** What can be done about the findings. */
  private List<String> advice() {
    List<String> advice = new ArrayList<>();
    if (has(Finding.Kind.NO_DATA)) {
      advice.add(
          "Look at the export; audit the night again once it is there, which replaces this audit.");
    }
    if (has(Finding.Kind.REPEATED_NIGHT) || has(Finding.Kind.VOLUME)) {
      advice.add(
          "If the data are wrong, audit the night again with the right ones, or take it out:");
      advice.add("decorum audit remove " + audit.tonight().date() + " " + where);
    }
    if (isEnding()) {
      advice.add("If the cause is mended, there is nothing to do: the alarm ends by itself.");
    } else if (audit.since().isBefore(audit.tonight().date()) || isAlarming()) {
      advice.add("If the change is meant to stay, accept it as the new normal:");
      advice.add("decorum audit accept --from " + audit.since() + " " + where + " --reason '...'");
    }
    return advice;
  }

  private boolean isAlarming() {
    return Stream.concat(audit.trends().stream(), audit.slices().stream())
        .anyMatch(Trend::isAlarming);
  }

  /** Whether every number that alarms is as expected tonight, and was further off before. */
  private boolean isEnding() {
    return isAlarming()
        && Stream.concat(audit.trends().stream(), audit.slices().stream())
            .filter(Trend::isAlarming)
            .allMatch(
                trend ->
                    trend.tonight().side() == ChartPoint.Alarm.NONE
                        && trend.tonight().workedOff() >= WORTH_WAITING);
  }

  private boolean has(Finding.Kind kind) {
    return !audit.findings(kind).isEmpty();
  }

  private void addNumbers(Document document, NightSlice whole) {
    Night tonight = audit.tonight();
    Estimate mean = Metric.MEAN.estimate(whole);
    double known = tonight.run().baselineOrNaN();
    Estimate delta = mean.scaled(100 / known, -100);
    Estimate below = Condition.below(whole);
    if (wording.hasUnitRange()) {
      addProbability(document, mean, delta, below);
    } else {
      addReward(document, mean, below);
    }
    List<Document.Figure> figures = new ArrayList<>();
    figures.add(Document.Figure.of(wording.mean(), mean, PROBABILITY, toneOf(Metric.MEAN)));
    if (wording.hasUnitRange()) {
      figures.add(
          Document.Figure.of("against " + baseline, delta, DELTA_PERCENT, Document.Tone.NEUTRAL));
    }
    if (hasBaseline) {
      figures.add(Document.Figure.of("below " + baseline, below, SHARE, Document.Tone.NEUTRAL));
    }
    figures.add(
        Document.Figure.of(
            "scored",
            whole.rows(),
            whole.clusters() == whole.rows()
                ? ""
                : NumberText.counted(whole.clusters(), "cluster")));
    document.figures(figures);
    document.paragraph(
        NumberText.counted(tonight.run().counts().read(), "row")
            + " read, "
            + NumberText.count(tonight.run().counts().scored())
            + " scored, "
            + NumberText.count(tonight.run().counts().rejected())
            + " rejected; "
            + computed(tonight));
  }

  private static String computed(Night night) {
    long stored = night.run().counts().scored() - night.computed();
    if (stored <= 0) {
      return "all of them computed.";
    }
    return night.computed() == 0
        ? "all of them known from the store."
        : NumberText.count(night.computed())
            + " of them computed, the others known from the store or from an equal text.";
  }

  private void addProbability(Document document, Estimate mean, Estimate delta, Estimate below) {
    document.paragraph(
        "In the eyes of the model, users find a conversation appropriate with probability "
            + PROBABILITY.withInterval(mean)
            + ", "
            + DELTA_PERCENT.withInterval(delta)
            + " against the baseline "
            + baseline
            + "; "
            + SHARE.withInterval(below)
            + " score below it.");
  }

  private void addReward(Document document, Estimate mean, Estimate below) {
    document.paragraph(
        "The mean reward is "
            + PROBABILITY.withInterval(mean)
            + (hasBaseline
                ? "; "
                    + SHARE.withInterval(below)
                    + " have a sigmoid below the baseline "
                    + baseline
                    + "."
                : "."));
  }

  private Document.Tone toneOf(Metric metric) {
    return audit.trends().stream()
            .anyMatch(
                trend ->
                    trend.metric() == metric
                        && trend.isAlarming()
                        && trend.tonight().side() != ChartPoint.Alarm.NONE)
        ? Document.Tone.BAD
        : Document.Tone.NEUTRAL;
  }

  private void addTonight(Document document) {
    if (audit.trends().isEmpty()) {
      return;
    }
    document.heading("Tonight and the nights before");
    document.table(
        new Columns<Trend>()
            .name("", Trend::label)
            .values("tonight", t -> Cell.estimate(t.tonight().estimate(), format(t.metric())))
            .values(lastNights(), t -> expected(t, format(t.metric())))
            .values(header("difference"), t -> difference(t, differenceFormat(t.metric())))
            .values(
                header("p"),
                t -> t.comparison().map(c -> Cell.number(c.pValue(), P_VALUE)).orElse(Cell.EMPTY))
            .remark("chart", AuditDocument::chart),
        audit.trends());
    if (audit.trends().stream().anyMatch(trend -> trend.comparison().isPresent())) {
      document.paragraph(
          "The difference is to the last nights that no alarm is about; its interval and p are of"
              + " tonight alone. A chart adds up the differences of several nights: it finds a small"
              + " drift sooner, and seldom raises a false alarm.");
    }
  }

  /** The heading of a column that exists only where nights can be compared; empty otherwise. */
  private String header(String name) {
    return audit.trends().stream().anyMatch(trend -> trend.comparison().isPresent()) ? name : "";
  }

  private String lastNights() {
    return header("last " + Math.min(audit.window(), audit.nights()));
  }

  private static Cell expected(Trend trend, NumberFormat format) {
    return trend
        .comparison()
        .map(window -> Cell.number(window.expected(), format))
        .orElse(Cell.EMPTY);
  }

  private static Cell difference(Trend trend, NumberFormat format) {
    return trend
        .comparison()
        .map(window -> Cell.estimate(window.difference(), format))
        .orElse(Cell.EMPTY);
  }

  private static String chart(Trend trend) {
    Trend.Day tonight = trend.tonight();
    if (tonight.isLearning()) {
      return trend.isUnjudged() ? "too few rows" : "learning";
    }
    return switch (tonight.alarm()) {
      case NONE -> "within limits";
      case LOW -> "LOW";
      case HIGH -> "HIGH";
    };
  }

  private static NumberFormat format(Metric metric) {
    return switch (metric) {
      case MEAN -> PROBABILITY;
      case TOKENS -> MEAN_COUNT;
      case TRUNCATED, EMPTY -> SHARE;
    };
  }

  private static NumberFormat differenceFormat(Metric metric) {
    return switch (metric) {
      case MEAN -> SIGNED;
      case TOKENS -> COUNT_DIFFERENCE;
      case TRUNCATED, EMPTY -> POINTS;
    };
  }

  private void addSlices(Document document) {
    Set<String> fields = new LinkedHashSet<>();
    audit.slices().forEach(trend -> fields.add(trend.field()));
    for (String field : fields) {
      List<Trend> slices =
          audit.slices().stream()
              .filter(trend -> trend.field().equals(field))
              .sorted(Comparator.comparingDouble(trend -> trend.tonight().estimate().value()))
              .toList();
      document.heading("Tonight by " + field);
      Columns<Trend> columns =
          new Columns<Trend>()
              .name(field, Trend::value)
              .count("rows", trend -> audit.slice(trend).rows())
              .number("share", SHARE, this::share)
              .number(header("usual share"), SHARE, audit::usualShare)
              .estimate(wording.mean(), PROBABILITY, trend -> trend.tonight().estimate());
      if (hasBaseline) {
        columns.estimate("below " + baseline, SHARE, trend -> Condition.below(audit.slice(trend)));
      }
      columns
          .values(lastNights(), trend -> expected(trend, PROBABILITY))
          .values(header("difference"), trend -> difference(trend, SIGNED))
          .remark("chart", AuditDocument::chart);
      document.table(columns, slices);
      AuditCharts.addSlices(document, field, slices);
    }
  }

  private double share(Trend trend) {
    return (double) audit.slice(trend).rows() / audit.whole().orElseThrow().rows();
  }

  private void addNights(Document document) {
    if (audit.trends().isEmpty() || audit.trends().get(0).days().size() < 2) {
      return;
    }
    document.heading("Night by night");
    List<Trend.Day> days = audit.trends().get(0).days();
    Columns<Trend.Day> columns =
        new Columns<Trend.Day>()
            .name("night", day -> day.date().toString())
            .count("rows", Trend.Day::rows)
            .estimate(wording.mean(), PROBABILITY, Trend.Day::estimate);
    if (days.stream().anyMatch(day -> !day.isLearning())) {
      columns
          .values("expected", day -> judged(day, Cell.number(day.expected().value(), PROBABILITY)))
          .values("limits", AuditDocument::limits)
          .remark("alarm", day -> day.alarm() == ChartPoint.Alarm.NONE ? "" : day.alarm().name());
    }
    document.table(
        columns, days.subList(Math.max(0, days.size() - MOST_NIGHTS_LISTED - 1), days.size()));
    if (days.stream().anyMatch(day -> !day.isLearning())) {
      document.paragraph(
          "Beyond the limits a night raises an alarm. They come closer as the nights before add up;"
              + " an alarm that lasts has none.");
    }
  }

  private static Cell limits(Trend.Day day) {
    return day.isLearning() || !AuditCharts.hasLimits(day)
        ? Cell.EMPTY
        : Cell.interval(day.expected(), PROBABILITY);
  }

  /** {@code said}, once the chart has seen enough nights to judge this one. */
  private static Cell judged(Trend.Day day, Cell said) {
    return day.isLearning() ? Cell.EMPTY : said;
  }
}
