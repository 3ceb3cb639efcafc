package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.Calibration;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where scores go, and in which form.
 *
 * @param file null for standard output
 * @param format of the rows
 * @param summary where the manifest and the summary of all scores go as JSON; null for nowhere
 * @param calibration what the calibrated column is computed by; null for no such column
 * @param keep fields of the input that are carried into each row, in their order
 * @param standardOutput where rows go that have no file
 */
public record OutputRequest(
    @Nullable Path file,
    OutputFormat format,
    @Nullable Path summary,
    @Nullable Path calibration,
    List<String> keep,
    OutputStream standardOutput) {
  public OutputRequest {
    Objects.requireNonNull(format);
    keep = List.copyOf(keep);
    Objects.requireNonNull(standardOutput);
  }

  /** Whether any file is written that holds the run manifest. */
  boolean writesFiles() {
    return file != null || summary != null;
  }

  /**
   * The columns of a run's rows.
   *
   * @param withTurn whether rows are turns
   * @param further columns before those that are kept
   * @param run tells whether the calibration is for it
   * @throws InputException if it is for another model, formatter or window
   */
  ScoreColumns columns(boolean withTurn, List<String> further, Scale scale, ManifestBuilder run)
      throws IOException {
    List<String> kept = new ArrayList<>(further);
    kept.addAll(keep);
    Calibration correction = calibration == null ? null : calibration(calibration, run);
    try {
      return new ScoreColumns(withTurn, kept, correction, scale);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--keep: " + e.getMessage(), e);
    }
  }

  private static Calibration calibration(Path file, ManifestBuilder run) throws IOException {
    Calibration calibration = Calibration.read(file);
    List<String> differences = calibration.run().differencesFrom(run.planned());
    if (!differences.isEmpty()) {
      throw new InputException(
          file + ": this calibration is for another run: " + String.join("; ", differences));
    }
    return calibration;
  }
}
