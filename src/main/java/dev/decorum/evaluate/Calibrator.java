package dev.decorum.evaluate;

import dev.decorum.score.CalibrationMethod;
import dev.decorum.score.ProbabilityCalibration;
import dev.decorum.score.ProbabilityCalibration.FittedOn;
import dev.decorum.score.RunManifest;
import dev.decorum.score.ScoreTable;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.LogisticRegression;
import dev.decorum.stats.Resampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Fits the correction that makes a model's probabilities come true. */
public final class Calibrator {
  private static final int FOLDS = 5;

  private final CalibrationMethod method;
  private final List<String> clusterFields;
  private final Resampling resampling;

  /**
   * @param clusterFields fields whose values tell which rows belong together: cross-validation
   *     keeps them in one fold
   */
  public Calibrator(CalibrationMethod method, List<String> clusterFields, Resampling resampling) {
    this.method = method;
    this.clusterFields = List.copyOf(clusterFields);
    this.resampling = resampling;
  }

  /**
   * Fits on all labelled rows, and tells by cross-validation what that brings on rows not seen.
   *
   * @param run the run whose scores these are
   * @return empty where the labels have no maximum of likelihood: there is but one label, or scores
   *     tell the labels apart without a mistake, or point the wrong way, or there are too few rows
   */
  public Optional<ProbabilityCalibration> fit(ScoreTable table, RunManifest run) {
    LabelledRows rows = LabelledRows.of(table);
    LogisticRegression fit = fit(rows);
    if (!(fit.slope() > 0)) {
      return Optional.empty();
    }
    double loss = crossValidatedLoss(rows, rows.table().clustering(clusterFields));
    if (!Double.isFinite(loss)) {
      return Optional.empty();
    }
    FittedOn fittedOn =
        new FittedOn(
            rows.size(),
            (double) rows.appropriate() / rows.size(),
            Arrays.stream(rows.losses()).average().orElse(Double.NaN),
            loss);
    return Optional.of(
        new ProbabilityCalibration(method, fit.slope(), fit.intercept(), fittedOn, run));
  }

  private LogisticRegression fit(LabelledRows rows) {
    return LogisticRegression.fit(rows.logits(), rows.labels(), method == CalibrationMethod.PLATT);
  }

  private double crossValidatedLoss(LabelledRows rows, Clustering clustering) {
    int[] folds = clustering.folds(FOLDS, resampling, "calibration");
    double sum = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      LogisticRegression fit = fit(rows.select(LabelledRows.ofFold(folds, fold, false)));
      for (int row : LabelledRows.ofFold(folds, fold, true)) {
        sum +=
            LogisticRegression.crossEntropy(
                fit.intercept() + fit.slope() * rows.logits()[row], rows.labels()[row]);
      }
    }
    return sum / rows.size();
  }
}
