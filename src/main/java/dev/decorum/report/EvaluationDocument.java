package dev.decorum.report;

import static dev.decorum.report.NumberFormat.COUNT;
import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.P_VALUE;
import static dev.decorum.report.NumberFormat.SHARE;
import static dev.decorum.report.NumberFormat.SIGNED;

import dev.decorum.evaluate.Evaluation;
import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Reliability;
import java.util.ArrayList;
import java.util.List;

/** The report of an evaluation: first the answer, then the numbers behind it. */
public final class EvaluationDocument {
  /** Below this q-value a slice is called different. */
  private static final double NOTABLE = 0.05;

  private static final int MOST_CHARTED = 30;

  private EvaluationDocument() {}

  /**
   * The report on {@code evaluation}.
   *
   * @param mismatches differences between runs that were allowed
   * @param explains whether the terms of statistics are explained where there are no footnotes
   */
  public static Document of(Evaluation evaluation, List<String> mismatches, boolean explains) {
    Document document = new Document().explaining(explains);
    for (String mismatch : mismatches) {
      document.paragraph("DIFFERENT RUNS, taken together nevertheless: " + mismatch + ".");
    }
    Evaluation.AgainstLabels labels = evaluation.labels();
    boolean isReward = evaluation.scale() == Scale.REWARD;
    if (isReward && labels != null) {
      document.paragraph(
          "The scores are rewards. Where probabilities are needed, their sigmoids are used, which are"
              + " not calibrated: --calibrate fits a calibration to these labels.");
    }
    if (labels != null) {
      addAnswer(document, evaluation, labels);
      addQuality(document, labels, isReward);
      addThresholds(document, labels);
      addCalibration(document, labels.calibration());
      addLength(document, labels.length());
      addSlices(document, evaluation, labels, explains);
    }
    Evaluation.AgainstPreferences preferences = evaluation.preferences();
    if (preferences != null) {
      addPreferences(document, preferences, isReward);
    }
    return document;
  }

  private static void addAnswer(
      Document document, Evaluation evaluation, Evaluation.AgainstLabels labels) {
    Evaluation.Population population = labels.population();
    Evaluation.Quality quality = labels.quality();
    double baseRate = population.baseRate().value();
    document.heading(
        NumberText.counted(population.labelled(), "labelled conversation")
            + ", "
            + NumberText.count(population.appropriate())
            + " of them appropriate (base rate "
            + PROBABILITY.text(baseRate)
            + ")"
            + clusters(evaluation, population.clusters()));
    document.paragraph(
        "The model agrees with people in "
            + SHARE.withInterval(quality.accuracy())
            + " of them; always saying \""
            + (baseRate >= 0.5 ? "appropriate" : "inappropriate")
            + "\" would agree in "
            + SHARE.text(Math.max(baseRate, 1 - baseRate))
            + ". "
            + ranking(labels.ranking().rocAuc())
            + skill(quality.logLossSkill())
            + bias(labels.calibration().inTheLarge()));
    document.figures(figures(labels));
    if (evaluation.unlabelled() > 0) {
      document.paragraph(
          NumberText.counted(evaluation.unlabelled(), "further row")
              + " without a label: not counted.");
    }
  }

  private static List<Document.Figure> figures(Evaluation.AgainstLabels labels) {
    double baseRate = labels.population().baseRate().value();
    return List.of(
        figure("accuracy", labels.quality().accuracy(), SHARE, Math.max(baseRate, 1 - baseRate)),
        figure("ROC-AUC", labels.ranking().rocAuc(), PROBABILITY, 0.5),
        figure("skill by loss", labels.quality().logLossSkill(), SHARE, 0));
  }

  /**
   * A figure that is good news if its interval is above the value of chance or of a constant guess.
   */
  private static Document.Figure figure(
      String label, Estimate estimate, NumberFormat format, double guess) {
    Document.Tone tone =
        estimate.low() > guess
            ? Document.Tone.GOOD
            : estimate.high() < guess ? Document.Tone.BAD : Document.Tone.NEUTRAL;
    return new Document.Figure(
        label,
        new Cell.Quantity(estimate.value(), format),
        format.interval(estimate) + "; a constant guess: " + format.text(guess),
        tone);
  }

  private static String clusters(Evaluation evaluation, int clusters) {
    List<String> fields = evaluation.options().clusterFields();
    return fields.isEmpty()
        ? ""
        : ", in " + NumberText.counted(clusters, "cluster") + " by " + String.join(" and ", fields);
  }

  private static String ranking(Estimate area) {
    return Double.isNaN(area.value())
        ? ""
        : "Of an appropriate and an inappropriate conversation, it scores the appropriate one higher"
            + " in "
            + SHARE.withInterval(area)
            + " of cases; chance would in 50%. ";
  }

  private static String skill(Estimate skill) {
    if (!skill.hasInterval()) {
      return "";
    }
    if (skill.high() < 0) {
      return "Its probabilities are WORSE than a constant guess at the base rate: calibrate them"
          + " (--calibrate) before they are read as probabilities. ";
    }
    if (skill.low() <= 0) {
      return "As probabilities its scores are not shown to be better than a constant guess at the"
          + " base rate. ";
    }
    return "Its log loss is "
        + SHARE.withInterval(skill)
        + " below that of a constant guess at the base rate. ";
  }

  private static String bias(Estimate bias) {
    if (!bias.hasInterval()) {
      return "";
    }
    if (!bias.excludes(0)) {
      return "On average its scores are neither too high nor too low, as far as these labels can tell.";
    }
    return "On average its scores are "
        + PROBABILITY.text(Math.abs(bias.value()))
        + " too "
        + (bias.value() > 0 ? "high." : "low.");
  }

  private static void addQuality(
      Document document, Evaluation.AgainstLabels labels, boolean isReward) {
    Evaluation.Quality quality = labels.quality();
    Evaluation.Discrimination ranking = labels.ranking();
    double b = labels.population().baseRate().value();
    double guess = b == 0 || b == 1 ? 0 : -(b * Math.log(b) + (1 - b) * Math.log1p(-b));
    document.heading("Quality");
    document.table(
        new Columns<Measure>()
            .name("", Measure::name)
            .number("value", PROBABILITY, measure -> measure.estimate().value())
            .values("95% interval", measure -> Cell.interval(measure.estimate(), PROBABILITY))
            .values("constant guess", Measure::guess),
        List.of(
            new Measure("loss (cross-entropy)", quality.loss(), guess(guess)),
            new Measure("accuracy", quality.accuracy(), guess(Math.max(b, 1 - b))),
            new Measure("Brier score", quality.brier(), guess(b * (1 - b))),
            new Measure("skill by loss", quality.logLossSkill(), Cell.count(0)),
            new Measure("skill by Brier score", quality.brierSkill(), Cell.count(0)),
            new Measure("ROC-AUC", ranking.rocAuc(), guess(0.5)),
            new Measure("PR-AUC, appropriate", ranking.prAucAppropriate(), guess(b)),
            new Measure("PR-AUC, inappropriate", ranking.prAucInappropriate(), guess(1 - b)),
            new Measure("mean score", labels.population().meanProbability(), Cell.EMPTY)));
    if (!isReward) {
      document.paragraph(
          "To compare scores with the mean of these conversations, give --baseline "
              + PROBABILITY.text(labels.population().meanProbability().value())
              + ".");
    }
  }

  /** A measure of quality, with its value for a constant guess at the base rate. */
  private record Measure(String name, Estimate estimate, Cell guess) {}

  private static Cell guess(double value) {
    return Cell.number(value, PROBABILITY);
  }

  private static void addThresholds(Document document, Evaluation.AgainstLabels labels) {
    document.heading("Decisions: appropriate from a threshold on");
    List<Finding> findings = new ArrayList<>();
    for (Evaluation.Threshold threshold : labels.thresholds()) {
      findings.add(new Finding(threshold, true, threshold.appropriate()));
      findings.add(new Finding(threshold, false, threshold.inappropriate()));
    }
    document.table(
        new Columns<Finding>()
            .name("threshold", finding -> finding.appropriate() ? named(finding.threshold()) : "")
            .name("finding", finding -> finding.appropriate() ? "appropriate" : "inappropriate")
            .estimate("precision", PROBABILITY, finding -> finding.detection().precision())
            .estimate("recall", PROBABILITY, finding -> finding.detection().recall())
            .number("F1", PROBABILITY, finding -> finding.detection().f1().value())
            .values("MCC", finding -> finding.ofBoth(finding.threshold().matthewsCorrelation()))
            .values("bal. acc.", finding -> finding.ofBoth(finding.threshold().balancedAccuracy())),
        findings);
    for (Evaluation.Threshold threshold : labels.thresholds()) {
      if (threshold.kind() == Evaluation.Threshold.Kind.BEST_ON_OTHER_HALF) {
        document.paragraph(
            "The last threshold was chosen for the best balanced accuracy on one half of the rows."
                + " Its numbers are from the "
                + NumberText.count(threshold.rows())
                + " rows of the other half, where it need not be the best; those of the other"
                + " thresholds are from all rows.");
      }
    }
  }

  /** How well a threshold finds one of the two classes. */
  private record Finding(
      Evaluation.Threshold threshold, boolean appropriate, Evaluation.ClassQuality detection) {

    /** A number that belongs to both classes, which is shown beside the first only. */
    Cell ofBoth(Estimate estimate) {
      return appropriate ? Cell.number(estimate.value(), PROBABILITY) : Cell.EMPTY;
    }
  }

  private static String named(Evaluation.Threshold threshold) {
    String number = PROBABILITY.text(threshold.threshold());
    return switch (threshold.kind()) {
      case HALF -> number;
      case BASELINE -> number + " baseline";
      case BEST_ON_OTHER_HALF -> number + " chosen";
    };
  }

  private static void addCalibration(Document document, Evaluation.CalibrationQuality calibration) {
    document.heading("Calibration: do the probabilities come true?");
    document.chart(
        new Chart.ReliabilityDiagram(
            "Observed rate by score",
            "Were all probabilities right, every point would lie on the diagonal; the numbers are"
                + " in the table.",
            calibration.bins().stream()
                .map(
                    bin ->
                        new Chart.Point(
                            bin.meanProbability(),
                            bin.observedRate(),
                            NumberText.counted(bin.count(), "row")))
                .toList()));
    document.table(
        new Columns<Reliability.Bin>()
            .names("scores", bin -> Cell.range(bin.lowest(), bin.highest(), PROBABILITY))
            .count("rows", Reliability.Bin::count)
            .number("mean score", PROBABILITY, Reliability.Bin::meanProbability)
            .number("came true", PROBABILITY, bin -> bin.observedRate().value())
            .values("95% interval", bin -> Cell.interval(bin.observedRate(), PROBABILITY))
            .remark("", EvaluationDocument::outside),
        calibration.bins());
    document.paragraph(
        "On average over the groups of this table, the mean score is "
            + PROBABILITY.withInterval(calibration.expectedError())
            + " away from the share that came true. Even if every probability were right, chance"
            + " alone could make this as much as "
            + PROBABILITY.text(calibration.chance().highest())
            + "."
            + extremes(calibration.slope()));
    document.explain(
        "That average is the expected calibration error. Logistic regression of the labels on the"
            + " scores: slope "
            + PROBABILITY.withInterval(calibration.slope())
            + " (1 is perfect, less is overconfident), intercept "
            + SIGNED.withInterval(calibration.intercept())
            + ". Mean score less base rate: "
            + SIGNED.withInterval(calibration.inTheLarge())
            + ".");
  }

  private static String extremes(Estimate slope) {
    if (!slope.hasInterval() || !slope.excludes(1)) {
      return "";
    }
    return slope.value() < 1
        ? " The scores are too sure of themselves: too far from the middle on either side."
        : " The scores are too cautious: too near the middle on either side.";
  }

  private static String outside(Reliability.Bin bin) {
    Estimate observed = bin.observedRate();
    if (!observed.hasInterval() || !observed.excludes(bin.meanProbability())) {
      return "";
    }
    return observed.value() > bin.meanProbability() ? "scores too low" : "scores too high";
  }

  private static void addLength(Document document, Evaluation.Length length) {
    document.heading("Length");
    document.table(
        new Columns<Evaluation.LengthBin>()
            .names("tokens", bin -> Cell.range(bin.shortest(), bin.longest(), COUNT))
            .count("rows", Evaluation.LengthBin::count)
            .number("mean score", PROBABILITY, bin -> bin.meanProbability().value())
            .number("base rate", PROBABILITY, bin -> bin.baseRate().value())
            .estimate("loss", PROBABILITY, Evaluation.LengthBin::loss),
        length.bins());
    document.paragraph(
        ScoreWording.length("", length.spearman()) + ScoreWording.cut(length.shareTruncated()));
    document.explain(ScoreWording.lengthExplained(length.spearman()));
  }

  private static void addSlices(
      Document document, Evaluation evaluation, Evaluation.AgainstLabels labels, boolean explains) {
    if (labels.slices().isEmpty()) {
      return;
    }
    document.heading("By " + String.join(" and ", evaluation.options().sliceFields()));
    boolean severalFields = evaluation.options().sliceFields().size() > 1;
    document.chart(
        new Chart.Intervals(
            "Loss by slice",
            "The mean loss of every slice with its interval; the numbers are in the table.",
            "loss",
            Chart.Unit.NUMBER,
            new Chart.Reference(
                labels.quality().loss().value(),
                "all " + PROBABILITY.text(labels.quality().loss().value())),
            labels.slices().stream()
                .limit(MOST_CHARTED)
                .map(
                    slice ->
                        new Chart.Item(
                            severalFields ? slice.field() + " = " + slice.value() : slice.value(),
                            slice.loss(),
                            NumberText.counted(slice.count(), "row")))
                .toList()));
    Columns<Evaluation.SliceEvaluation> columns =
        new Columns<Evaluation.SliceEvaluation>()
            .name(
                "", slice -> severalFields ? slice.field() + " = " + slice.value() : slice.value())
            .count("rows", Evaluation.SliceEvaluation::count)
            .number("mean score", PROBABILITY, slice -> slice.meanProbability().value())
            .number("base rate", PROBABILITY, slice -> slice.baseRate().value())
            .number("accuracy", PROBABILITY, slice -> slice.accuracy().value())
            .number("ROC-AUC", PROBABILITY, slice -> slice.rocAuc().value())
            .estimate("loss", PROBABILITY, Evaluation.SliceEvaluation::loss);
    if (explains) {
      columns.number("q", P_VALUE, Evaluation.SliceEvaluation::qValue);
    }
    document.table(columns.remark("", EvaluationDocument::notable), labels.slices());
    if (labels.slicesLeftOut() > 0) {
      document.paragraph(SlicesText.leftOut(labels.slicesLeftOut()));
    }
    if (explains || labels.slices().stream().anyMatch(slice -> !notable(slice).isEmpty())) {
      document.explain(ScoreWording.sureness("loss"));
    }
  }

  private static String notable(Evaluation.SliceEvaluation slice) {
    if (!(slice.qValue() < NOTABLE)) {
      return "";
    }
    return slice.lossDifference().value() > 0 ? "worse" : "better";
  }

  private static void addPreferences(
      Document document, Evaluation.AgainstPreferences preferences, boolean isReward) {
    document.heading("Preference pairs: " + NumberText.count(preferences.count()));
    document.paragraph(
        "The chosen reply scores higher in "
            + SHARE.withInterval(preferences.accuracy())
            + " of the pairs (chance: 50%"
            + (preferences.ties() > 0
                ? "; " + NumberText.counted(preferences.ties(), "tie") + ", counted half"
                : "")
            + "), by "
            + SIGNED.withInterval(preferences.margin())
            + (isReward
                ? " in reward on average."
                : " in probability and "
                    + SIGNED.withInterval(preferences.logitMargin())
                    + " in logits on average.")
            + (preferences.incomplete() > 0
                ? " "
                    + NumberText.counted(preferences.incomplete(), "conversation")
                    + " without the other half: not counted."
                : ""));
  }
}
