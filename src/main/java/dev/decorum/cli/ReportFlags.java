package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.run.ReportForm;
import dev.decorum.run.ReportOutput;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for where a report goes and in which form. */
final class ReportFlags {
  /** The forms of every report, by the extensions of files. */
  static final Map<String, ReportForm> ENDINGS =
      Map.of(
          ".txt", ReportForm.TEXT,
          ".json", ReportForm.JSON,
          ".md", ReportForm.MARKDOWN,
          ".html", ReportForm.HTML,
          ".htm", ReportForm.HTML,
          ".xml", ReportForm.JUNIT);

  /** The names of report forms on the command line. */
  enum ReportChoice {
    /** By the file's extension; text on standard output. */
    AUTO,
    TEXT,
    JSON,
    MD,
    HTML,
    /** JUnit XML. */
    JUNIT
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the report to FILE (.txt, .md, .json, .html, or .xml for JUnit). Default, and -:"
              + " standard output.")
  private @Nullable Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "text, md, json, html, junit, or auto: by the extension of FILE, text on standard output (default:"
              + " ${DEFAULT-VALUE}).")
  private ReportChoice format = ReportChoice.AUTO;

  ReportOutput request(Streams streams) {
    return new ReportOutput(
        StandardOutput.orFile(output),
        form(StandardOutput.orFile(output)),
        streams.lasting().out());
  }

  /** The form asked for, or else the one that suits the file. */
  private ReportForm form(@Nullable Path file) {
    return switch (format) {
      case TEXT -> ReportForm.TEXT;
      case JSON -> ReportForm.JSON;
      case MD -> ReportForm.MARKDOWN;
      case HTML -> ReportForm.HTML;
      case JUNIT -> ReportForm.JUNIT;
      case AUTO -> file == null ? ReportForm.TEXT : ofEnding(file);
    };
  }

  private static ReportForm ofEnding(Path output) {
    return ofEnding(output, ENDINGS)
        .orElseThrow(
            () ->
                new UsageException(
                    "the extension of '"
                        + output
                        + "' is none of .txt, .md, .json, .html, .xml; name one with --format"));
  }

  /** The form that suits a file; nothing if its extension is none of these. */
  static Optional<ReportForm> ofEnding(Path output, Map<String, ReportForm> endings) {
    String name = String.valueOf(output.getFileName()).toLowerCase(Locale.ROOT);
    return endings.entrySet().stream()
        .filter(known -> name.endsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
