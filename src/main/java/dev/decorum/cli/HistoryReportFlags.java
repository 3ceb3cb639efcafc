package dev.decorum.cli;

import dev.decorum.run.ReportForm;
import dev.decorum.run.ReportOutput;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@link ReportFlags} for a report that can also be a table of numbers. */
final class HistoryReportFlags {
  private static final Map<String, ReportForm> TABLES = Map.of(".csv", ReportForm.CSV);

  /** The names of report forms on the command line. */
  enum HistoryChoice {
    /** By the file's extension; text on standard output. */
    AUTO,
    TEXT,
    JSON,
    MD,
    HTML,
    CSV,
    /** JUnit XML. */
    JUNIT
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the report to FILE (.txt, .md, .json, .html, .csv, or .xml for JUnit). Default, and"
              + " -: standard output.")
  private @Nullable Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "text, md, json, html, csv (a row for each night, with all digits), junit, or auto: by the"
              + " extension of FILE, text on standard output (default: ${DEFAULT-VALUE}).")
  private HistoryChoice format = HistoryChoice.AUTO;

  ReportOutput request(Streams streams) {
    Path file = StandardOutput.orFile(output);
    return ReportFlags.request(file, form(file), streams);
  }

  private ReportForm form(@Nullable Path file) {
    return switch (format) {
      case TEXT -> ReportForm.TEXT;
      case JSON -> ReportForm.JSON;
      case MD -> ReportForm.MARKDOWN;
      case HTML -> ReportForm.HTML;
      case CSV -> ReportForm.CSV;
      case JUNIT -> ReportForm.JUNIT;
      case AUTO -> file == null ? ReportForm.TEXT : ofEnding(file);
    };
  }

  private static ReportForm ofEnding(Path output) {
    return ReportFlags.ofEnding(output, ReportFlags.ENDINGS)
        .or(() -> ReportFlags.ofEnding(output, TABLES))
        .orElseThrow(() -> ReportFlags.noForm(output, ".txt, .md, .json, .html, .csv, .xml"));
  }
}
