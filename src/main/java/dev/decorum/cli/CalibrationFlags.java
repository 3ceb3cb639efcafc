package dev.decorum.cli;

import dev.decorum.disk.AtomicFile;
import dev.decorum.evaluate.Calibrator;
import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.NumberFormat;
import dev.decorum.report.Source;
import dev.decorum.score.Calibration;
import dev.decorum.score.CalibrationMethod;
import dev.decorum.score.RunManifest;
import dev.decorum.score.ScoreTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether and how probabilities are to be calibrated on these labels. */
final class CalibrationFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--calibrate",
      paramLabel = "METHOD",
      description =
          "Fit a correction of the probabilities on these labels, by temperature or platt, and write"
              + " it to the file that --calibration names, for: decorum score --calibrated FILE.")
  private @Nullable CalibrationMethod method;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "Where --calibrate writes (default: calibration.json).")
  private @Nullable Path output;

  /** Refuses a file without a method. */
  void check() {
    if (method == null && output != null) {
      throw new ParameterException(
          command.commandLine(), "--calibration needs --calibrate temperature or platt");
    }
  }

  /** The file that will be written; {@code null} for none. */
  @Nullable Path output() {
    return method == null ? null : Objects.requireNonNullElse(output, Path.of("calibration.json"));
  }

  /** Fits and writes, if that was asked for. */
  void fit(ScoreTable table, List<Source> sources, EvaluationOptions options, Notices notices)
      throws IOException {
    Path file = output();
    if (method == null || file == null) {
      return;
    }
    RunManifest run = sources.get(0).run();
    if (run == null) {
      throw new InputException(
          sources.get(0).name()
              + ": without its run manifest nobody knows which model the calibration is for");
    }
    Optional<Calibration> fitted =
        new Calibrator(method, options.clusterFields(), options.resampling()).fit(table, run);
    if (fitted.isEmpty()) {
      throw new InputException(
          "these labels allow no calibration: there are too few, or but one, or scores separate them"
              + " perfectly, or they point the wrong way");
    }
    Calibration calibration = fitted.get();
    try (AtomicFile out = new AtomicFile(file)) {
      calibration.write(out.stream());
      out.commit();
    }
    Calibration.FittedOn fittedOn = calibration.fittedOn();
    notices.note(
        "calibration written to "
            + file
            + ": on rows not seen the loss is "
            + NumberFormat.PROBABILITY.text(fittedOn.calibratedLoss())
            + " with it and "
            + NumberFormat.PROBABILITY.text(fittedOn.loss())
            + " without"
            + (fittedOn.calibratedLoss() < fittedOn.loss() ? "" : "; it does not help"));
  }
}
