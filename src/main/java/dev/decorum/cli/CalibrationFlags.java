package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.run.CalibrationRequest;
import dev.decorum.score.CalibrationMethod;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for calibrating probabilities on the labels. */
final class CalibrationFlags {
  @Option(
      names = "--calibrate",
      paramLabel = "METHOD",
      description =
          "Fit a calibration of the probabilities on these labels, by temperature or platt, and"
              + " write it to the file given by --calibration, for use with decorum score"
              + " --calibrated FILE.")
  private @Nullable CalibrationMethod method;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "The file that --calibrate writes (default: calibration.json).")
  private @Nullable Path output;

  /** The calibration to fit; null for none. */
  @Nullable CalibrationRequest request() {
    if (method == null) {
      if (output != null) {
        throw new UsageException("--calibration needs --calibrate temperature or platt");
      }
      return null;
    }
    return new CalibrationRequest(
        method, Objects.requireNonNullElse(output, Path.of("calibration.json")));
  }
}
