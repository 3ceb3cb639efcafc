package dev.decorum.report;

import dev.decorum.evaluate.Evaluation;
import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Reliability;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** An evaluation in words and tables: first the answer, then what it rests on. */
public final class EvaluationDocument {
  /** Below this q-value a slice is called different. */
  private static final double NOTABLE = 0.05;

  private static final int MOST_CHARTED = 30;

  private EvaluationDocument() {}

  /**
   * The report on {@code evaluation}.
   *
   * @param mismatches how runs differ that were taken together all the same
   */
  public static Document of(Evaluation evaluation, List<String> mismatches) {
    Document document = new Document();
    for (String mismatch : mismatches) {
      document.paragraph("DIFFERENT RUNS, taken together all the same: " + mismatch + ".");
    }
    Evaluation.AgainstLabels labels = evaluation.labels();
    boolean isReward = evaluation.scale() == Scale.REWARD;
    if (isReward && labels != null) {
      document.paragraph(
          "The scores are rewards. Where probabilities are due, their sigmoids stand for them, which"
              + " nobody has calibrated: --calibrate fits a calibration to these labels.");
    }
    if (labels != null) {
      addAnswer(document, evaluation, labels);
      addQuality(document, labels, isReward);
      addThresholds(document, labels);
      addCalibration(document, labels.calibration());
      addLength(document, labels.length());
      addSlices(document, evaluation, labels);
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
        Numbers.counted(population.labelled(), "labelled conversation")
            + ", "
            + Numbers.count(population.appropriate())
            + " of them appropriate (base rate "
            + Numbers.probability(baseRate)
            + ")"
            + clusters(evaluation, population.clusters()));
    document.paragraph(
        "The model is right in "
            + Numbers.withInterval(quality.accuracy(), Numbers::share)
            + " of them; always guessing '"
            + (baseRate >= 0.5 ? "appropriate" : "inappropriate")
            + "' would be right in "
            + Numbers.share(Math.max(baseRate, 1 - baseRate))
            + ". "
            + ranking(labels.ranking().rocAuc())
            + skill(quality.logLossSkill())
            + bias(labels.calibration().inTheLarge()));
    document.figures(figures(labels));
    if (evaluation.unlabelled() > 0) {
      document.paragraph(
          Numbers.counted(evaluation.unlabelled(), "further row")
              + " without a label: not counted.");
    }
  }

  private static List<Document.Figure> figures(Evaluation.AgainstLabels labels) {
    double baseRate = labels.population().baseRate().value();
    return List.of(
        figure(
            "accuracy",
            labels.quality().accuracy(),
            Numbers::share,
            Math.max(baseRate, 1 - baseRate)),
        figure("ROC-AUC", labels.ranking().rocAuc(), Numbers::probability, 0.5),
        figure("skill by loss", labels.quality().logLossSkill(), Numbers::share, 0));
  }

  /** A number that is good news where its interval lies above what chance or a guess gives. */
  private static Document.Figure figure(
      String label, Estimate estimate, DoubleFunction<String> format, double guess) {
    Document.Tone tone =
        estimate.low() > guess
            ? Document.Tone.GOOD
            : estimate.high() < guess ? Document.Tone.BAD : Document.Tone.NEUTRAL;
    return new Document.Figure(
        label,
        format.apply(estimate.value()),
        Numbers.interval(estimate, format) + "; a constant guess: " + format.apply(guess),
        tone);
  }

  private static String clusters(Evaluation evaluation, int clusters) {
    List<String> fields = evaluation.options().clusterFields();
    return fields.isEmpty()
        ? ""
        : ", in " + Numbers.counted(clusters, "cluster") + " by " + String.join(" and ", fields);
  }

  private static String ranking(Estimate area) {
    return Double.isNaN(area.value())
        ? ""
        : "Of an appropriate and an inappropriate one it scores the appropriate one higher in "
            + Numbers.withInterval(area, Numbers::share)
            + " of cases (chance: 50%). ";
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
    return "Its probabilities remove "
        + Numbers.withInterval(skill, Numbers::share)
        + " of the loss of a constant guess at the base rate. ";
  }

  private static String bias(Estimate bias) {
    if (!bias.hasInterval()) {
      return "";
    }
    if (!bias.excludes(0)) {
      return "On average they are neither too high nor too low, as far as these labels can tell.";
    }
    return "On average they are "
        + Numbers.probability(Math.abs(bias.value()))
        + " too "
        + (bias.value() > 0 ? "high." : "low.");
  }

  private static void addQuality(
      Document document, Evaluation.AgainstLabels labels, boolean isReward) {
    Evaluation.Quality quality = labels.quality();
    Evaluation.Ranking ranking = labels.ranking();
    double b = labels.population().baseRate().value();
    double guess = b == 0 || b == 1 ? 0 : -(b * Math.log(b) + (1 - b) * Math.log1p(-b));
    DoubleFunction<String> three = Numbers::probability;
    document.heading("Quality");
    document.table(
        1,
        List.of("", "value", "95% interval", "constant guess"),
        List.of(
            row("loss (cross-entropy)", quality.loss(), three, three.apply(guess)),
            row("accuracy", quality.accuracy(), three, three.apply(Math.max(b, 1 - b))),
            row("Brier score", quality.brier(), three, three.apply(b * (1 - b))),
            row("skill by loss", quality.logLossSkill(), three, "0"),
            row("skill by Brier score", quality.brierSkill(), three, "0"),
            row("ROC-AUC", ranking.rocAuc(), three, "0.500"),
            row("PR-AUC, appropriate", ranking.prAucAppropriate(), three, three.apply(b)),
            row("PR-AUC, inappropriate", ranking.prAucInappropriate(), three, three.apply(1 - b)),
            row("mean score", labels.population().meanProbability(), three, "")));
    if (!isReward) {
      document.paragraph(
          "The mean score is the baseline that suits this corpus: --baseline "
              + Numbers.probability(labels.population().meanProbability().value()));
    }
  }

  private static List<String> row(
      String name, Estimate estimate, DoubleFunction<String> format, String guess) {
    return List.of(name, format.apply(estimate.value()), Numbers.interval(estimate, format), guess);
  }

  private static void addThresholds(Document document, Evaluation.AgainstLabels labels) {
    document.heading("Decisions: appropriate from a threshold on");
    List<List<String>> rows = new ArrayList<>();
    for (Evaluation.Threshold threshold : labels.thresholds()) {
      addClass(rows, threshold, "appropriate", threshold.appropriate());
      addClass(rows, threshold, "inappropriate", threshold.inappropriate());
    }
    document.table(
        2, List.of("threshold", "finding", "precision", "recall", "F1", "MCC", "bal. acc."), rows);
    for (Evaluation.Threshold threshold : labels.thresholds()) {
      if (threshold.kind() == Evaluation.Threshold.Kind.BEST_ON_OTHER_HALF) {
        document.paragraph(
            "The last threshold has the best balanced accuracy on one half of the rows; its numbers"
                + " are from the "
                + Numbers.count(threshold.rows())
                + " rows of the other half.");
      }
    }
  }

  private static void addClass(
      List<List<String>> rows,
      Evaluation.Threshold threshold,
      String name,
      Evaluation.Detection detection) {
    boolean first = name.equals("appropriate");
    rows.add(
        List.of(
            first ? named(threshold) : "",
            name,
            Numbers.withInterval(detection.precision(), Numbers::probability),
            Numbers.withInterval(detection.recall(), Numbers::probability),
            Numbers.probability(detection.f1().value()),
            first ? Numbers.probability(threshold.matthewsCorrelation().value()) : "",
            first ? Numbers.probability(threshold.balancedAccuracy().value()) : ""));
  }

  private static String named(Evaluation.Threshold threshold) {
    String number = Numbers.probability(threshold.threshold());
    return switch (threshold.kind()) {
      case HALF -> number;
      case BASELINE -> number + " baseline";
      case BEST_ON_OTHER_HALF -> number + " best";
    };
  }

  private static void addCalibration(Document document, Evaluation.Calibration calibration) {
    document.heading("Calibration: do the probabilities come true?");
    document.chart(
        new Chart.Reliability(
            "Observed rate by score",
            "Were all probabilities right, every point would lie on the diagonal; the numbers are"
                + " in the table.",
            calibration.bins().stream()
                .map(
                    bin ->
                        new Chart.Point(
                            bin.meanProbability(),
                            bin.observedRate(),
                            Numbers.counted(bin.count(), "row")))
                .toList()));
    List<List<String>> rows = new ArrayList<>();
    for (Reliability.Bin bin : calibration.bins()) {
      rows.add(
          List.of(
              Numbers.probability(bin.lowest()) + " to " + Numbers.probability(bin.highest()),
              Numbers.count(bin.count()),
              Numbers.probability(bin.meanProbability()),
              Numbers.probability(bin.observedRate().value()),
              Numbers.interval(bin.observedRate(), Numbers::probability),
              outside(bin)));
    }
    document.table(
        1, List.of("scores", "rows", "mean score", "came true", "95% interval", ""), rows);
    document.paragraph(
        "Expected calibration error "
            + Numbers.withInterval(calibration.expectedError(), Numbers::probability)
            + "; a perfectly calibrated model would show up to "
            + Numbers.probability(calibration.chance().highest())
            + " by chance. Slope "
            + Numbers.withInterval(calibration.slope(), Numbers::probability)
            + " (1 is perfect, less is overconfident), intercept "
            + Numbers.withInterval(calibration.intercept(), Numbers::signed)
            + ", mean score less base rate "
            + Numbers.withInterval(calibration.inTheLarge(), Numbers::signed)
            + ".");
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
    List<List<String>> rows = new ArrayList<>();
    for (Evaluation.LengthBin bin : length.bins()) {
      rows.add(
          List.of(
              Numbers.count(bin.shortest()) + " to " + Numbers.count(bin.longest()),
              Numbers.count(bin.count()),
              Numbers.probability(bin.meanProbability().value()),
              Numbers.probability(bin.baseRate().value()),
              Numbers.withInterval(bin.loss(), Numbers::probability)));
    }
    document.table(1, List.of("tokens", "rows", "mean score", "base rate", "loss"), rows);
    document.paragraph(
        "Rank correlation of score and length "
            + Numbers.withInterval(length.spearman(), Numbers::signed)
            + "; "
            + Numbers.share(length.shareTruncated().value())
            + " of the conversations were cut to fit.");
  }

  private static void addSlices(
      Document document, Evaluation evaluation, Evaluation.AgainstLabels labels) {
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
            new Chart.Reference(labels.quality().loss().value(), "all"),
            labels.slices().stream()
                .limit(MOST_CHARTED)
                .map(
                    slice ->
                        new Chart.Item(
                            severalFields ? slice.field() + " = " + slice.value() : slice.value(),
                            slice.loss(),
                            Numbers.counted(slice.count(), "row")))
                .toList()));
    List<List<String>> rows = new ArrayList<>();
    for (Evaluation.Slice slice : labels.slices()) {
      rows.add(
          List.of(
              severalFields ? slice.field() + " = " + slice.value() : slice.value(),
              Numbers.count(slice.count()),
              Numbers.probability(slice.meanProbability().value()),
              Numbers.probability(slice.baseRate().value()),
              Numbers.probability(slice.accuracy().value()),
              Numbers.probability(slice.rocAuc().value()),
              Numbers.withInterval(slice.loss(), Numbers::probability),
              Numbers.pValue(slice.qValue()),
              notable(slice)));
    }
    document.table(
        1,
        List.of("", "rows", "mean score", "base rate", "accuracy", "ROC-AUC", "loss", "q", ""),
        rows);
    document.paragraph(
        "q is the false-discovery rate of calling the loss different from that of all other rows."
            + (labels.slicesLeftOut() > 0
                ? " " + Numbers.count(labels.slicesLeftOut()) + " smaller slices are left out."
                : ""));
  }

  private static String notable(Evaluation.Slice slice) {
    if (!(slice.qValue() < NOTABLE)) {
      return "";
    }
    return slice.lossDifference().value() > 0 ? "worse" : "better";
  }

  private static void addPreferences(
      Document document, Evaluation.AgainstPreferences preferences, boolean isReward) {
    document.heading("Preference pairs: " + Numbers.count(preferences.count()));
    document.paragraph(
        "The chosen reply scores higher in "
            + Numbers.withInterval(preferences.accuracy(), Numbers::share)
            + " of the pairs (chance: 50%"
            + (preferences.ties() > 0
                ? "; " + Numbers.counted(preferences.ties(), "tie") + ", counted half"
                : "")
            + "), by "
            + Numbers.withInterval(preferences.margin(), Numbers::signed)
            + (isReward
                ? " in reward on average."
                : " in probability and "
                    + Numbers.withInterval(preferences.logitMargin(), Numbers::signed)
                    + " in logits on average.")
            + (preferences.incomplete() > 0
                ? " "
                    + Numbers.counted(preferences.incomplete(), "conversation")
                    + " without the other half: not counted."
                : ""));
  }
}
