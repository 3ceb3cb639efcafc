package dev.decorum.run;

import dev.decorum.disk.AtomicFile;
import dev.decorum.evaluate.Calibrator;
import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.NumberFormat;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.CalibrationMethod;
import dev.decorum.score.ProbabilityCalibration;
import dev.decorum.score.RunManifest;
import dev.decorum.score.ScoreTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to fit a calibration of probabilities on labels.
 *
 * @param method the kind of calibration
 * @param file where the calibration file is written
 */
public record CalibrationRequest(CalibrationMethod method, Path file) {
  public CalibrationRequest {
    Objects.requireNonNull(method);
    Objects.requireNonNull(file);
  }

  /** Fits the calibration and writes it. */
  void fit(
      ScoreTable table, List<ScoreSource> sources, EvaluationOptions options, RunListener listener)
      throws IOException {
    RunManifest run = sources.get(0).run();
    if (run == null) {
      throw new InputException(
          sources.get(0).name()
              + ": without its run manifest it is unknown which model the calibration is for");
    }
    Optional<ProbabilityCalibration> fitted =
        new Calibrator(method, options.clusterFields(), options.resampling()).fit(table, run);
    if (fitted.isEmpty()) {
      throw new InputException(
          "no calibration can be fitted to these labels: there are too few, or only one kind, or scores"
              + " separate them perfectly or point the wrong way");
    }
    ProbabilityCalibration calibration = fitted.get();
    try (AtomicFile out = new AtomicFile(file)) {
      calibration.write(out.stream());
      out.commit();
    }
    ProbabilityCalibration.FittedOn fittedOn = calibration.fittedOn();
    listener.wrote("the calibration", file);
    listener.note(
        "calibration: on rows not seen the loss is "
            + NumberFormat.PROBABILITY.text(fittedOn.calibratedLoss())
            + " with it and "
            + NumberFormat.PROBABILITY.text(fittedOn.loss())
            + " without"
            + (fittedOn.calibratedLoss() < fittedOn.loss() ? "" : "; it does not help"));
  }
}
