package dev.decorum.report;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Condition;
import dev.decorum.audit.DriftWords;
import dev.decorum.audit.Finding;
import dev.decorum.audit.Trend;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.PairComparison;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.overview.Overview;
import dev.decorum.report.Check.Outcome;
import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Derives the checks of a report. */
public final class Checks {
  private static final double NOTABLE = 0.05;

  /** With fewer clusters, intervals are not reliable. */
  private static final int FEWEST_CLUSTERS = 10;

  private Checks() {}

  /** Whether every version and every slice reaches the baseline; empty without a baseline. */
  public static List<Check> of(Overview overview) {
    double baseline = overview.options().baseline();
    List<Check> checks = new ArrayList<>();
    if (overview.scale() == Scale.REWARD || Double.isNaN(baseline)) {
      return checks;
    }
    for (Overview.Part part : overview.parts()) {
      checks.add(
          notBelow(
              "versions",
              part.summary().name(),
              part.summary().mean(),
              part.summary().clusters(),
              baseline));
    }
    for (Overview.SliceSummary slice : overview.slices()) {
      checks.add(
          notBelow(
              slice.field(),
              overview.parts().size() > 1 ? slice.value() + ", " + slice.version() : slice.value(),
              slice.mean(),
              slice.clusters(),
              baseline));
    }
    return checks;
  }

  private static Check notBelow(
      String suite, String name, Estimate mean, int clusters, double baseline) {
    Outcome outcome =
        !mean.hasInterval() || clusters < FEWEST_CLUSTERS
            ? Outcome.SKIPPED
            : mean.high() < baseline ? Outcome.FAILED : Outcome.PASSED;
    return new Check(
        suite,
        name + ": the mean score is not below the baseline " + baseline,
        outcome,
        "mean score " + NumberFormat.PROBABILITY.withInterval(mean));
  }

  /** Whether each candidate is no worse than the reference, overall and by slice. */
  public static List<Check> of(Comparison comparison) {
    ScoreWording wording = new ScoreWording(comparison.scale());
    List<Check> checks = new ArrayList<>();
    for (PairComparison pair : comparison.pairs()) {
      Outcome outcome =
          switch (pair.verdict()) {
            case WORSE -> Outcome.FAILED;
            case BETTER, EQUIVALENT, NOT_WORSE -> Outcome.PASSED;
            case INCONCLUSIVE, NOT_BETTER -> Outcome.SKIPPED;
          };
      checks.add(
          new Check(
              "versions",
              pair.candidate() + " is not worse than " + pair.reference(),
              outcome,
              difference(pair.difference().difference(), wording)));
    }
    for (Comparison.SliceComparison slice : comparison.slices()) {
      Estimate difference = slice.difference().difference();
      boolean worse = slice.qValue() < NOTABLE && difference.value() < 0;
      checks.add(
          new Check(
              slice.field(),
              slice.value() + ": " + slice.candidate() + " is not worse than " + slice.reference(),
              Double.isNaN(slice.qValue())
                  ? Outcome.SKIPPED
                  : worse ? Outcome.FAILED : Outcome.PASSED,
              difference(difference, wording)
                  + ", q "
                  + NumberFormat.P_VALUE.text(slice.qValue())));
    }
    return checks;
  }

  /**
   * Whether a night meets the user's conditions and its numbers are as earlier nights let expect.
   */
  public static List<Check> of(Audit audit, List<Condition.Result> results) {
    List<Check> checks = new ArrayList<>();
    for (Condition.Result result : results) {
      checks.add(
          new Check(
              "conditions",
              "not " + result.condition(),
              switch (result.outcome()) {
                case PASSED -> Outcome.PASSED;
                case FAILED -> Outcome.FAILED;
                case UNKNOWN -> Outcome.SKIPPED;
              },
              result.because()));
    }
    for (Finding.Kind kind : Finding.Kind.values()) {
      if (kind != Finding.Kind.DRIFT && kind != Finding.Kind.SLICE_DRIFT) {
        checks.add(nothingOf(kind, audit));
      }
    }
    audit.trends().forEach(trend -> checks.add(noDrift("drift", trend.label(), trend)));
    audit.slices().forEach(trend -> checks.add(noDrift(trend.field(), trend.value(), trend)));
    return checks;
  }

  private static Check nothingOf(Finding.Kind kind, Audit audit) {
    List<Finding> found = audit.findings(kind);
    String why = audit.undecided().get(kind);
    return new Check(
        "night",
        "no " + kind.word(),
        !found.isEmpty() ? Outcome.FAILED : why == null ? Outcome.PASSED : Outcome.SKIPPED,
        !found.isEmpty()
            ? found.stream().map(Finding::text).collect(Collectors.joining(" "))
            : why == null ? "nothing was found" : why);
  }

  private static Check noDrift(String suite, String name, Trend trend) {
    return new Check(
        suite,
        name + ": no drift",
        trend.tonight().isLearning()
            ? Outcome.SKIPPED
            : trend.isAlarming() ? Outcome.FAILED : Outcome.PASSED,
        trend.isAlarming()
            ? DriftWords.text(trend)
            : trend.tonight().isLearning()
                ? "too few earlier nights"
                : "within the chart's limits");
  }

  private static String difference(Estimate difference, ScoreWording wording) {
    return "difference "
        + wording.difference().withInterval(difference)
        + " "
        + wording.shortUnit();
  }

  /** Whether the model is of use on these labels. */
  public static List<Check> of(Evaluation evaluation) {
    List<Check> checks = new ArrayList<>();
    Evaluation.AgainstLabels labels = evaluation.labels();
    if (labels != null) {
      checks.add(
          above(
              "better than a constant guess at the base rate",
              labels.quality().logLossSkill(),
              0,
              "skill by loss "));
      checks.add(
          above(
              "appropriate conversations score higher",
              labels.ranking().rocAuc(),
              0.5,
              "ROC-AUC "));
      Estimate bias = labels.calibration().inTheLarge();
      checks.add(
          new Check(
              "labels",
              "probabilities are right on average",
              !bias.hasInterval()
                  ? Outcome.SKIPPED
                  : bias.excludes(0) ? Outcome.FAILED : Outcome.PASSED,
              "mean score less base rate " + NumberFormat.SIGNED.withInterval(bias)));
    }
    Evaluation.AgainstPreferences preferences = evaluation.preferences();
    if (preferences != null) {
      checks.add(
          above("chosen replies score higher", preferences.accuracy(), 0.5, "share of pairs "));
    }
    return checks;
  }

  private static Check above(String name, Estimate estimate, double least, String what) {
    Outcome outcome =
        estimate.low() > least
            ? Outcome.PASSED
            : estimate.high() <= least ? Outcome.FAILED : Outcome.SKIPPED;
    return new Check(
        "labels", name, outcome, what + NumberFormat.PROBABILITY.withInterval(estimate));
  }
}
