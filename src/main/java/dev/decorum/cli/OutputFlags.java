package dev.decorum.cli;

import dev.decorum.read.bytes.InputException;
import dev.decorum.report.TableScoreWriter;
import dev.decorum.score.Calibration;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreFileWriter;
import dev.decorum.score.ScoreFormat;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where scores go, and in which form. */
final class OutputFlags {

  /** The forms of a score file. */
  enum OutputFormat {
    /** By the file's ending; on standard output a table for a terminal, CSV for anything else. */
    AUTO,
    TABLE,
    CSV,
    JSONL,
    PARQUET
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write scores to FILE (.csv, .jsonl or .parquet), with a run manifest beside it in"
              + " FILE.manifest.json. Default: standard output.")
  private @Nullable Path output;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "csv, jsonl, parquet (only with -o), table, or auto: by the ending of FILE; on standard"
              + " output a table for a terminal and CSV for a pipe (default: ${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.AUTO;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the run manifest and the summary of all scores to FILE as JSON.")
  private @Nullable Path summary;

  @Option(
      names = "--calibrated",
      paramLabel = "FILE",
      description =
          "Add a column calibrated_probability, by a calibration that decorum evaluate --calibrate"
              + " wrote for this model, formatter and window.")
  private @Nullable Path calibrated;

  @Nullable Path output() {
    return output;
  }

  @Nullable Path summary() {
    return summary;
  }

  /** The calibration that will be read. */
  Optional<Path> calibrationFile() {
    return Optional.ofNullable(calibrated);
  }

  /** Whether any file is written that holds the run manifest. */
  boolean writesFiles() {
    return output != null || summary != null;
  }

  /**
   * The calibration that was asked for; {@code null} for none.
   *
   * @throws InputException if it was fitted for another model, formatter or window than this run's
   */
  @Nullable Calibration calibration(ManifestBuilder run) throws IOException {
    if (calibrated == null) {
      return null;
    }
    Calibration calibration = Calibration.read(calibrated);
    List<String> differences = calibration.run().differencesFrom(run.planned());
    if (!differences.isEmpty()) {
      throw new InputException(
          calibrated + ": this calibration is for another run: " + String.join("; ", differences));
    }
    return calibration;
  }

  ScoreColumns columns(
      boolean withTurn, List<String> kept, @Nullable Calibration calibration, Scale scale) {
    try {
      return new ScoreColumns(withTurn, kept, calibration, scale);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--keep: " + e.getMessage(), e);
    }
  }

  /** The form that was asked for, or that file and terminal suggest. */
  OutputFormat format(boolean outIsTerminal) {
    if (format == OutputFormat.PARQUET && output == null) {
      throw new ParameterException(
          command.commandLine(),
          "--output-format parquet writes a file that cannot be read from a pipe; name it with -o");
    }
    if (format != OutputFormat.AUTO) {
      return format;
    }
    if (output == null) {
      return outIsTerminal ? OutputFormat.TABLE : OutputFormat.CSV;
    }
    return switch (ScoreFormat.ofEnding(output).orElseThrow(this::unknownEnding)) {
      case CSV -> OutputFormat.CSV;
      case JSONL -> OutputFormat.JSONL;
      case PARQUET -> OutputFormat.PARQUET;
    };
  }

  /** Refuses Parquet where something else is written, whatever the file is called. */
  void requireNoParquet(String instead) {
    if (format == OutputFormat.PARQUET
        || (output != null
            && ScoreFormat.ofEnding(output).equals(Optional.of(ScoreFormat.PARQUET)))) {
      throw new ParameterException(command.commandLine(), instead + ", not Parquet");
    }
  }

  private ParameterException unknownEnding() {
    return new ParameterException(
        command.commandLine(),
        "the ending of '"
            + output
            + "' is neither .csv nor .jsonl nor .parquet; name one with --output-format");
  }

  static ScoreWriter writer(OutputFormat format, OutputStream out, ScoreColumns columns)
      throws IOException {
    return switch (format) {
      case TABLE -> new TableScoreWriter(out, columns);
      case JSONL -> new ScoreFileWriter(ScoreFormat.JSONL, out, columns);
      case CSV -> new ScoreFileWriter(ScoreFormat.CSV, out, columns);
      case PARQUET -> new ScoreFileWriter(ScoreFormat.PARQUET, out, columns);
      case AUTO -> throw new IllegalArgumentException("the format is not decided");
    };
  }
}
