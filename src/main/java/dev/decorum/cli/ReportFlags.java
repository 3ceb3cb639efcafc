package dev.decorum.cli;

import dev.decorum.disk.AtomicFile;
import dev.decorum.report.Check;
import dev.decorum.report.Document;
import dev.decorum.report.HtmlReport;
import dev.decorum.report.JUnitXml;
import dev.decorum.report.MarkdownDocument;
import dev.decorum.report.Source;
import dev.decorum.report.TextDocument;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a report goes, and in which form. */
final class ReportFlags {

  /** The forms of a report. */
  enum ReportFormat {
    /** By the file's ending; text on standard output. */
    AUTO,
    TEXT,
    JSON,
    MD,
    HTML,
    /** JUnit XML. */
    JUNIT
  }

  /**
   * A report in all of its forms.
   *
   * @param title what it is called
   * @param document for people
   * @param json for programs
   * @param checks for build servers
   * @param sources where the scores came from
   */
  record Report(
      String title,
      Supplier<Document> document,
      Supplier<String> json,
      Supplier<List<Check>> checks,
      List<Source> sources) {
    Report {
      sources = List.copyOf(sources);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the report to FILE (.txt, .md, .json, .html, or .xml for JUnit). Default: standard"
              + " output.")
  private @Nullable Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "text, md, json, html, junit, or auto: by the ending of FILE, text on standard output (default:"
              + " ${DEFAULT-VALUE}).")
  private ReportFormat format = ReportFormat.AUTO;

  @Nullable Path output() {
    return output;
  }

  /** The form that was asked for, or that the file suggests. */
  ReportFormat format() {
    if (format != ReportFormat.AUTO) {
      return format;
    }
    if (output == null) {
      return ReportFormat.TEXT;
    }
    String name = String.valueOf(output.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".txt")) {
      return ReportFormat.TEXT;
    }
    if (name.endsWith(".json")) {
      return ReportFormat.JSON;
    }
    if (name.endsWith(".md")) {
      return ReportFormat.MD;
    }
    if (name.endsWith(".html") || name.endsWith(".htm")) {
      return ReportFormat.HTML;
    }
    if (name.endsWith(".xml")) {
      return ReportFormat.JUNIT;
    }
    throw new ParameterException(
        command.commandLine(),
        "the ending of '"
            + output
            + "' is none of .txt, .md, .json, .html, .xml; name one with --format");
  }

  /** Writes a report in the form that was asked for. */
  void write(Report report, Streams streams) throws IOException {
    if (output == null) {
      try (OutputStream out = streams.out()) {
        write(report, out);
      }
      return;
    }
    try (AtomicFile file = new AtomicFile(output)) {
      write(report, file.stream());
      file.commit();
    }
  }

  private void write(Report report, OutputStream out) throws IOException {
    ReportFormat form = format();
    if (form == ReportFormat.HTML) {
      HtmlReport.write(
          HtmlFlags.page(report.title(), report.document().get(), report.sources()), out);
      return;
    }
    String text =
        switch (form) {
          case JSON -> report.json().get();
          case JUNIT -> JUnitXml.text("decorum", report.checks().get());
          case MD -> joined(MarkdownDocument.lines(report.document().get()));
          case TEXT, AUTO, HTML -> joined(TextDocument.lines(report.document().get()));
        };
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String joined(Iterable<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
