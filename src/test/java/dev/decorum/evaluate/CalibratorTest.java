package dev.decorum.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Label;
import dev.decorum.score.CalibrationMethod;
import dev.decorum.score.ProbabilityCalibration;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReports;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoreTables;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.LogisticRegression;
import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibratorTest {
  private static final Resampling RESAMPLING = new Resampling(1, 99);
  private static final RunManifest RUN =
      RunReports.manifest(10, null, new RunManifest.CountsEntry(12, 12, 0, 120, 0, 0));

  private static final double[] LOGITS = {-2, -1.5, -1, -.5, -.25, 0, .25, .5, 1, 1.5, 2, 3};
  private static final int[] LABELS = {0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1};

  private static ScoreTable table(double[] logits, int[] labels) {
    List<ScoredRow> rows = new ArrayList<>();
    for (int row = 0; row < logits.length; row++) {
      rows.add(
          ScoreTables.row(
              "r" + row,
              logits[row],
              labels[row] == 1 ? Label.APPROPRIATE : Label.INAPPROPRIATE,
              Map.of("user", "u" + row / 2)));
    }
    rows.add(ScoreTables.row("unlabelled", 5, null, Map.of()));
    return ScoreTables.of(List.of("user"), rows);
  }

  private static Optional<ProbabilityCalibration> fit(CalibrationMethod method, ScoreTable table) {
    return new Calibrator(method, List.of(), RESAMPLING).fit(table, RUN);
  }

  /** statsmodels: Logit(y, add_constant(z)).fit(tol=1e-14).params. */
  @Test
  void plattIsALogisticRegression() {
    ProbabilityCalibration found =
        fit(CalibrationMethod.PLATT, table(LOGITS, LABELS)).orElseThrow();
    assertEquals(CalibrationMethod.PLATT, found.method());
    assertEquals(-0.18555704626084898, found.intercept(), 1e-12);
    assertEquals(0.8544418485142418, found.slope(), 1e-12);
    assertEquals(RUN, found.run());
  }

  /** statsmodels: Logit(y, z).fit(tol=1e-14).params, which is 1 / temperature. */
  @Test
  void aTemperatureIsARegressionThroughTheOrigin() {
    ProbabilityCalibration found =
        fit(CalibrationMethod.TEMPERATURE, table(LOGITS, LABELS)).orElseThrow();
    assertEquals(CalibrationMethod.TEMPERATURE, found.method());
    assertEquals(0, found.intercept());
    assertEquals(0.8360904066395316, found.slope(), 1e-12);
  }

  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void noOtherParametersHaveALowerLoss(CalibrationMethod method) {
    ProbabilityCalibration found = fit(method, table(LOGITS, LABELS)).orElseThrow();
    double least = loss(found.intercept(), found.slope());
    for (double a :
        method == CalibrationMethod.PLATT ? new double[] {-1e-3, 0, 1e-3} : new double[1]) {
      for (double b : new double[] {-1e-3, 0, 1e-3}) {
        assertTrue(loss(found.intercept() + a, found.slope() + b) >= least - 1e-15);
      }
    }
    assertTrue(loss(found.intercept(), found.slope()) < loss(0, 1));
  }

  private static double loss(double intercept, double slope) {
    double loss = 0;
    for (int row = 0; row < LOGITS.length; row++) {
      loss += LogisticRegression.crossEntropy(intercept + slope * LOGITS[row], LABELS[row] == 1);
    }
    return loss / LOGITS.length;
  }

  @Test
  void whatItWasFittedOnIsTold() {
    ProbabilityCalibration.FittedOn fittedOn =
        fit(CalibrationMethod.PLATT, table(LOGITS, LABELS)).orElseThrow().fittedOn();
    assertEquals(12, fittedOn.rows(), "the row without a label does not count");
    assertEquals(0.5, fittedOn.baseRate());
    assertEquals(loss(0, 1), fittedOn.loss(), 1e-14);
  }

  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void labelsWithoutAMistakeAreNotFitted(CalibrationMethod method) {
    assertEquals(
        Optional.empty(), fit(method, table(new double[] {-2, -1, 1, 2}, new int[] {0, 0, 1, 1})));
    assertEquals(
        Optional.empty(), fit(method, table(new double[] {-2, -1, 1, 2}, new int[] {1, 1, 1, 1})));
  }

  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void scoresThatPointTheWrongWayAreNotFitted(CalibrationMethod method) {
    int[] turned = new int[LABELS.length];
    for (int row = 0; row < turned.length; row++) {
      turned[row] = 1 - LABELS[row];
    }
    assertEquals(Optional.empty(), fit(method, table(LOGITS, turned)));
  }

  @Test
  void nothingLabelledIsNotFitted() {
    assertEquals(Optional.empty(), fit(CalibrationMethod.PLATT, table(new double[0], new int[0])));
  }

  /** An overconfident model: the calibrated loss is told of rows that the fit had not seen. */
  @Test
  void crossValidationIsMoreModestThanTheFit() {
    Random random = new Random(5);
    double[] logits = new double[80];
    int[] labels = new int[80];
    for (int row = 0; row < 80; row++) {
      double truth = random.nextGaussian();
      logits[row] = 4 * truth - 1;
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-truth)) ? 1 : 0;
    }
    ProbabilityCalibration found =
        fit(CalibrationMethod.PLATT, table(logits, labels)).orElseThrow();
    double onItsOwnRows = 0;
    for (int row = 0; row < 80; row++) {
      onItsOwnRows +=
          LogisticRegression.crossEntropy(
                  found.intercept() + found.slope() * logits[row], labels[row] == 1)
              / 80;
    }
    assertTrue(found.fittedOn().calibratedLoss() > onItsOwnRows);
    assertTrue(found.fittedOn().calibratedLoss() < onItsOwnRows + 0.1);
    assertTrue(found.fittedOn().calibratedLoss() < found.fittedOn().loss() - 0.15);
    assertEquals(
        found.fittedOn(),
        fit(CalibrationMethod.PLATT, table(logits, labels)).orElseThrow().fittedOn());
    assertNotEquals(
        found.fittedOn().calibratedLoss(),
        new Calibrator(CalibrationMethod.PLATT, List.of(), new Resampling(2, 99))
            .fit(table(logits, labels), RUN)
            .orElseThrow()
            .fittedOn()
            .calibratedLoss());
  }

  /** The same by hand: the rows of a cluster are all held out together. */
  @Test
  void theFoldsOfCrossValidationKeepClustersWhole() {
    Random random = new Random(6);
    double[] logits = new double[60];
    int[] labels = new int[60];
    for (int row = 0; row < 60; row++) {
      // Both rows of a user are the same row: whoever tears them apart has seen what he predicts.
      logits[row] = row % 2 == 0 ? 2 * random.nextGaussian() : logits[row - 1];
      labels[row] = row % 2 == 0 ? random.nextInt(2) : labels[row - 1];
      labels[row] = row % 6 < 2 ? (logits[row] > 0 ? 1 : 0) : labels[row];
    }
    ScoreTable table = table(logits, labels);
    LabelledRows rows = LabelledRows.of(table);
    int[] folds = rows.table().clustering(List.of("user")).folds(5, RESAMPLING, "calibration");
    double sum = 0;
    for (int fold = 0; fold < 5; fold++) {
      List<Integer> seen = new ArrayList<>();
      for (int row = 0; row < 60; row++) {
        assertEquals(folds[row - row % 2], folds[row]);
        if (folds[row] != fold) {
          seen.add(row);
        }
      }
      LabelledRows own = rows.select(seen.stream().mapToInt(Integer::intValue).toArray());
      LogisticRegression fit = LogisticRegression.fit(own.logits(), own.labels(), true);
      for (int row = 0; row < 60; row++) {
        if (folds[row] == fold) {
          sum +=
              LogisticRegression.crossEntropy(
                  fit.intercept() + fit.slope() * logits[row], labels[row] == 1);
        }
      }
    }
    double found =
        new Calibrator(CalibrationMethod.PLATT, List.of("user"), RESAMPLING)
            .fit(table, RUN)
            .orElseThrow()
            .fittedOn()
            .calibratedLoss();
    assertEquals(sum / 60, found, 1e-12);
    assertNotEquals(
        found, fit(CalibrationMethod.PLATT, table).orElseThrow().fittedOn().calibratedLoss(), 1e-6);
  }
}
