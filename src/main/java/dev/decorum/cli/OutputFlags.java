package dev.decorum.cli;

import dev.decorum.disk.AtomicFile;
import dev.decorum.failure.UsageException;
import dev.decorum.run.OutputFormat;
import dev.decorum.run.OutputRequest;
import dev.decorum.run.PairFiles;
import dev.decorum.score.ScoreFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for where scores go and in which form. */
final class OutputFlags {

  /** The names of output forms on the command line. */
  enum OutputChoice {
    /** By the file's extension; on standard output, a table for a terminal and CSV otherwise. */
    AUTO,
    TABLE,
    CSV,
    JSONL,
    PARQUET
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write scores to FILE (.csv, .jsonl or .parquet), with a run manifest beside it in"
              + " FILE.manifest.json. Default, and -: standard output.")
  private @Nullable Path output;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "csv, jsonl, parquet (only with -o), table, or auto: by the extension of FILE; on standard"
              + " output CSV for a pipe, and for a terminal a table, of which the middle is left out"
              + " if it is long (default: ${DEFAULT-VALUE}).")
  private OutputChoice format = OutputChoice.AUTO;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the run manifest and the summary of all scores to FILE as JSON.")
  private @Nullable Path summary;

  @Option(
      names = "--calibrated",
      paramLabel = "FILE",
      description =
          "Add a column calibrated_probability, by a calibration from decorum evaluate --calibrate"
              + " for this model, formatter and window.")
  private @Nullable Path calibrated;

  /**
   * @param keep the fields of the input to keep
   */
  OutputRequest request(List<String> keep, Streams streams) throws IOException {
    return request(format(streams.outIsTerminal()), keep, streams);
  }

  /**
   * The same for preference pairs, which are JSON Lines: their lists of messages have no place in a
   * table.
   */
  OutputRequest requestOfPairs(List<String> keep, Streams streams) throws IOException {
    if (format != OutputChoice.AUTO && format != OutputChoice.JSONL) {
      throw new UsageException(
          "--pairs writes JSON Lines: no --output-format "
              + format.name().toLowerCase(Locale.ROOT));
    }
    Path file = file();
    if (file != null && format == OutputChoice.AUTO) {
      AtomicFile.requireNoFolder(file);
      if (!PairFiles.isKnown(file)) {
        throw new UsageException(
            "pairs are not written as '"
                + file
                + "': choose a name that ends with "
                + String.join(", ", PairFiles.ENDINGS)
                + ", or write JSON Lines in any case with --output-format jsonl");
      }
    }
    return request(OutputFormat.JSONL, keep, streams);
  }

  private OutputRequest request(OutputFormat decided, List<String> keep, Streams streams) {
    boolean isTable = decided == OutputFormat.TABLE || decided == OutputFormat.TABLE_ENDS;
    return new OutputRequest(
        file(),
        decided,
        summary,
        calibrated,
        keep,
        isTable ? streams.out() : streams.exact(),
        streams.layout());
  }

  private @Nullable Path file() {
    return StandardOutput.orFile(output);
  }

  boolean hasSummary() {
    return summary != null;
  }

  /** Whether rows are printed to a terminal as they are, so that no progress fits between them. */
  boolean isExactOnTerminal(Streams streams) {
    return file() == null
        && streams.outIsTerminal()
        && (format == OutputChoice.CSV || format == OutputChoice.JSONL);
  }

  /** The form asked for, or else the one that suits the file or terminal. */
  private OutputFormat format(boolean outIsTerminal) throws IOException {
    Path file = file();
    return switch (format) {
      case TABLE -> OutputFormat.TABLE;
      case CSV -> OutputFormat.CSV;
      case JSONL -> OutputFormat.JSONL;
      case PARQUET -> {
        if (file == null) {
          throw new UsageException(
              "--output-format parquet writes a file that cannot be read from a pipe; name it with"
                  + " -o");
        }
        yield OutputFormat.PARQUET;
      }
      case AUTO ->
          file != null
              ? ofEnding(file)
              : outIsTerminal ? OutputFormat.TABLE_ENDS : OutputFormat.CSV;
    };
  }

  private static OutputFormat ofEnding(Path output) throws IOException {
    AtomicFile.requireNoFolder(output);
    ScoreFormat told =
        ScoreFormat.ofEnding(output)
            .orElseThrow(
                () ->
                    new UsageException(
                        "the extension of '"
                            + output
                            + "' is neither .csv nor .jsonl nor .parquet; name one with"
                            + " --output-format"));
    return switch (told) {
      case CSV -> OutputFormat.CSV;
      case JSONL -> OutputFormat.JSONL;
      case PARQUET -> OutputFormat.PARQUET;
    };
  }
}
