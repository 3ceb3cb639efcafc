package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.LineLayout;
import dev.decorum.score.ProbabilityCalibration;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where scores go, and in which form.
 *
 * @param file null for standard output
 * @param format the form of the rows
 * @param summary the JSON file for the manifest and the summary of all scores; null for none
 * @param calibration the calibration file for the calibrated column; null for no such column
 * @param keep the fields of the input that are copied to each row, in their order
 * @param standardOutput the stream for rows without a file
 * @param layout how a table is laid out
 */
public record OutputRequest(
    @Nullable Path file,
    OutputFormat format,
    @Nullable Path summary,
    @Nullable Path calibration,
    List<String> keep,
    OutputStream standardOutput,
    LineLayout layout) {
  public OutputRequest {
    Objects.requireNonNull(format);
    keep = List.copyOf(keep);
    Objects.requireNonNull(standardOutput);
    Objects.requireNonNull(layout);
  }

  /** The same with a table of all rows, for rows that arrive slowly and are waited for. */
  OutputRequest inFull() {
    return format == OutputFormat.TABLE_ENDS
        ? new OutputRequest(
            file, OutputFormat.TABLE, summary, calibration, keep, standardOutput, layout)
        : this;
  }

  /** Whether any file is written that contains the manifest. */
  boolean writesFiles() {
    return file != null || summary != null;
  }

  /**
   * The columns of a run's rows.
   *
   * @param withTurn whether rows are turns
   * @param further columns before the kept fields
   * @param run the run that the calibration has to be for
   * @throws InputException if it is for another model, formatter or window
   */
  ScoreColumns columns(boolean withTurn, List<String> further, Scale scale, ManifestBuilder run)
      throws IOException {
    return columns(withTurn, further, scale, run::planned);
  }

  /** The same for scores of a run that is over. */
  ScoreColumns columns(
      boolean withTurn, List<String> further, Scale scale, Supplier<RunManifest> run)
      throws IOException {
    List<String> kept = new ArrayList<>(further);
    kept.addAll(keep);
    ProbabilityCalibration correction = calibration == null ? null : calibration(calibration, run);
    try {
      return new ScoreColumns(withTurn, kept, correction, scale);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--keep: " + e.getMessage(), e);
    }
  }

  private static ProbabilityCalibration calibration(Path file, Supplier<RunManifest> run)
      throws IOException {
    ProbabilityCalibration calibration = ProbabilityCalibration.read(file);
    List<String> differences = calibration.run().differencesFrom(run.get());
    if (!differences.isEmpty()) {
      throw new InputException(
          file + ": this calibration is for another run: " + String.join("; ", differences));
    }
    return calibration;
  }
}
