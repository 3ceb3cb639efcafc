package dev.decorum.score;

import dev.decorum.read.bytes.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A correction of the model's probabilities to the rates that labels show: {@code
 * logistic(intercept + slope * logit)}. It is valid for one model, formatter and window.
 *
 * @param method how it was fitted
 * @param slope above 0
 * @param intercept 0 for temperature scaling
 * @param fittedOn the data it was fitted on, and the improvement
 * @param run the run that made the scores it was fitted on
 */
public record ProbabilityCalibration(
    CalibrationMethod method, double slope, double intercept, FittedOn fittedOn, RunManifest run) {
  private static final String WHAT = "calibration as decorum evaluate --calibrate writes it";

  /**
   * The data of a fit and its losses: cross-entropies on held-out rows (five-fold cross-validation
   * that does not split clusters).
   *
   * @param rows the number of labelled rows
   * @param baseRate the share labelled appropriate
   * @param loss the loss of the raw probabilities
   * @param calibratedLoss the loss of the calibrated ones
   */
  public record FittedOn(int rows, double baseRate, double loss, double calibratedLoss) {}

  public ProbabilityCalibration {
    Objects.requireNonNull(method, "the method is missing");
    Objects.requireNonNull(fittedOn, "fitted_on is missing");
    Objects.requireNonNull(run, "run is missing");
    if (!(slope > 0) || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw new IllegalArgumentException(
          "no calibration: slope " + slope + ", intercept " + intercept);
    }
  }

  /** The calibration as it appears in a manifest. */
  public RunManifest.CalibrationEntry summary() {
    return new RunManifest.CalibrationEntry(method, slope, intercept);
  }

  /** The calibrated probability for a difference of logits. */
  public double probability(double logit) {
    return Scale.probability(0, intercept + slope * logit);
  }

  /**
   * Reads a calibration.
   *
   * @throws InputException if the file is not a calibration
   */
  public static ProbabilityCalibration read(Path file) throws IOException {
    return ScoreJson.record(
        ScoreJson.read(file, WHAT), file.toString(), ProbabilityCalibration.class, WHAT);
  }

  /** Writes this calibration as JSON and leaves {@code out} open. */
  public void write(OutputStream out) throws IOException {
    ScoreJson.write(out, ScoreJson.tree(this));
  }
}
