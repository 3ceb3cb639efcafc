package dev.decorum.run;

import static java.util.Objects.requireNonNull;

import dev.decorum.disk.AtomicFile;
import dev.decorum.report.Check;
import dev.decorum.report.Document;
import dev.decorum.report.HtmlReport;
import dev.decorum.report.JUnitXml;
import dev.decorum.report.LineLayout;
import dev.decorum.report.MarkdownDocument;
import dev.decorum.report.RejectedText;
import dev.decorum.report.ScoreSource;
import dev.decorum.report.TextDocument;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a report goes, and in which form.
 *
 * @param file null for standard output
 * @param form the form of the report
 * @param standardOutput the stream for a report without a file; closed after writing
 * @param layout how text on standard output is laid out, asked when it is written
 */
public record ReportOutput(
    @Nullable Path file,
    ReportForm form,
    OutputStream standardOutput,
    Supplier<LineLayout> layout) {
  public ReportOutput {
    requireNonNull(form);
    requireNonNull(standardOutput);
    requireNonNull(layout);
  }

  /**
   * A report that can be made in each form.
   *
   * @param title the title of the report
   * @param document the report for people
   * @param json the report for programs
   * @param checks the report for build servers
   * @param csv the report as a table of numbers; null where it is none
   * @param sources where the scores came from
   */
  record Report(
      String title,
      Supplier<Document> document,
      Supplier<String> json,
      Supplier<List<Check>> checks,
      @Nullable Supplier<String> csv,
      List<ScoreSource> sources) {
    Report {
      List<ScoreSource> all = List.copyOf(sources);
      Supplier<Document> written = document;
      sources = all;
      document = () -> RejectedText.addTo(written.get(), all);
    }

    /** A report that has no CSV form. */
    Report(
        String title,
        Supplier<Document> document,
        Supplier<String> json,
        Supplier<List<Check>> checks,
        List<ScoreSource> sources) {
      this(title, document, json, checks, null, sources);
    }
  }

  /** Whether people read it where they typed the command: as text on standard output. */
  boolean isPrinted() {
    return file == null && form == ReportForm.TEXT;
  }

  /** Writes the report, and tells {@code listener} of a file. */
  void write(Report report, RunListener listener) throws IOException {
    if (file == null) {
      try (OutputStream out = standardOutput) {
        write(report, out);
      }
      return;
    }
    try (AtomicFile out = new AtomicFile(file)) {
      write(report, out.stream());
      out.commit();
    }
    listener.wrote("the report", file);
  }

  private void write(Report report, OutputStream out) throws IOException {
    switch (form) {
      case TEXT -> {
        LineLayout text = file == null ? layout.get() : LineLayout.FILE;
        write(joined(TextDocument.lines(report.document().get(), text)), out);
      }
      case MARKDOWN -> write(joined(MarkdownDocument.lines(report.document().get())), out);
      case JSON -> write(report.json().get(), out);
      case JUNIT -> write(JUnitXml.text("decorum", report.checks().get()), out);
      case CSV -> write(requireNonNull(report.csv(), "the report has no CSV form").get(), out);
      case HTML ->
          HtmlReport.write(
              PageOutput.page(report.title(), report.document().get(), report.sources()), out);
    }
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String joined(Iterable<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
