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
import picocli.CommandLine.ParseResult;

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
    Path file = StandardOutput.orFile(output);
    return request(file, form(file), streams.lasting());
  }

  /** A report in this form, which people read on a terminal if it is text. */
  static ReportOutput request(@Nullable Path file, ReportForm form, Streams streams) {
    boolean isText = form == ReportForm.TEXT;
    return new ReportOutput(
        file, form, isText ? streams.pages() : streams.exact(), streams::layout);
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
        .orElseThrow(() -> noForm(output, ".txt, .md, .json, .html, .xml"));
  }

  /** Says that the extension of a file is none of a report's. */
  static UsageException noForm(Path output, String extensions) {
    return new UsageException(
        "the extension of '" + output + "' is none of " + extensions + "; name one with --format");
  }

  /** Whether a report becomes a page. */
  static boolean isPage(ParseResult typed) {
    Object format = typed.commandSpec().findOption("--format").getValue();
    Path file = StandardOutput.orFile(typed.commandSpec().findOption("--output").getValue());
    return format == ReportChoice.HTML
        || (format == ReportChoice.AUTO
            && file != null
            && ofEnding(file, ENDINGS).filter(form -> form == ReportForm.HTML).isPresent());
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
