package dev.decorum.cli;

import dev.decorum.report.TableScoreWriter;
import dev.decorum.score.CsvScoreWriter;
import dev.decorum.score.JsonlScoreWriter;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where results go, in which form, and what counts as success. */
final class OutputFlags {

  /** The forms of a score file. */
  enum OutputFormat {
    /** By the file's ending; on standard output a table for a terminal, CSV for anything else. */
    AUTO,
    TABLE,
    CSV,
    JSONL
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write scores to FILE (.csv or .jsonl), with a run manifest beside it in"
              + " FILE.manifest.json. Default: standard output.")
  private @Nullable Path output;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "csv, jsonl, table, or auto: by the ending of FILE; on standard output a table for a"
              + " terminal and CSV for a pipe (default: ${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.AUTO;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the run manifest and the summary of all scores to FILE as JSON.")
  private @Nullable Path summary;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Write rows that could not be scored to FILE as JSON Lines, with the reason.")
  private @Nullable Path rejects;

  @Option(names = "--allow-rejects", description = "Exit with 0 even if rows were rejected.")
  private boolean allowRejects;

  @Option(names = "--strict", description = "Stop at the first row that cannot be scored.")
  private boolean strict;

  @Option(
      names = "--progress",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "Show progress: auto, always or never (default: ${DEFAULT-VALUE}).")
  private ProgressLine.When progress = ProgressLine.When.AUTO;

  @Nullable Path output() {
    return output;
  }

  @Nullable Path summary() {
    return summary;
  }

  @Nullable Path rejects() {
    return rejects;
  }

  /** Whether any file is written that holds the run manifest. */
  boolean writesFiles() {
    return output != null || summary != null;
  }

  boolean allowsRejects() {
    return allowRejects;
  }

  boolean isStrict() {
    return strict;
  }

  ProgressLine.When progress() {
    return progress;
  }

  /** Refuses to write over an input, or two things into one file. */
  void checkTargets(List<String> inputs) throws IOException {
    List<Path> targets = new ArrayList<>();
    for (Path target : new Path[] {output, summary, rejects}) {
      if (target == null || isDevice(target)) {
        continue;
      }
      Path absolute = target.toAbsolutePath().normalize();
      if (targets.contains(absolute)) {
        throw new ParameterException(
            command.commandLine(), "two outputs would be written to '" + target + "'");
      }
      targets.add(absolute);
      for (String input : inputs) {
        if (Files.exists(target)
            && !input.equals("-")
            && Files.isSameFile(target, Path.of(input))) {
          throw new ParameterException(
              command.commandLine(), "'" + target + "' is an input; it would be overwritten");
        }
      }
    }
  }

  private static boolean isDevice(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path);
  }

  ScoreColumns columns(boolean withTurn, List<String> kept) {
    try {
      return new ScoreColumns(withTurn, kept);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--keep: " + e.getMessage(), e);
    }
  }

  /** The form that was asked for, or that file and terminal suggest. */
  OutputFormat format(boolean outIsTerminal) {
    if (format != OutputFormat.AUTO) {
      return format;
    }
    if (output == null) {
      return outIsTerminal ? OutputFormat.TABLE : OutputFormat.CSV;
    }
    String name = String.valueOf(output.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return OutputFormat.CSV;
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return OutputFormat.JSONL;
    }
    throw new ParameterException(
        command.commandLine(),
        "the ending of '" + output + "' is neither .csv nor .jsonl; name one with --output-format");
  }

  static ScoreWriter writer(OutputFormat format, OutputStream out, ScoreColumns columns)
      throws IOException {
    return switch (format) {
      case TABLE -> new TableScoreWriter(out, columns.withTurn());
      case JSONL -> new JsonlScoreWriter(out, columns);
      case CSV -> new CsvScoreWriter(out, columns);
      case AUTO -> throw new IllegalArgumentException("the format is not decided");
    };
  }
}
