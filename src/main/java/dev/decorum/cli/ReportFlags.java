package dev.decorum.cli;

import dev.decorum.report.Document;
import dev.decorum.report.MarkdownDocument;
import dev.decorum.report.TextDocument;
import dev.decorum.score.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    MD
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report to FILE (.txt, .json or .md). Default: standard output.")
  private @Nullable Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "text, json, md, or auto: by the ending of FILE, text on standard output (default:"
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
    throw new ParameterException(
        command.commandLine(),
        "the ending of '" + output + "' is none of .txt, .json, .md; name one with --format");
  }

  /** Writes a report in the form that was asked for. */
  void write(Supplier<Document> document, Supplier<String> json, Streams streams)
      throws IOException {
    String text =
        switch (format()) {
          case JSON -> json.get();
          case MD -> joined(MarkdownDocument.lines(document.get()));
          case TEXT, AUTO -> joined(TextDocument.lines(document.get()));
        };
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (output == null) {
      try (OutputStream out = new StandardOutput(streams.out())) {
        out.write(bytes, 0, bytes.length);
      }
      return;
    }
    try (AtomicFile file = new AtomicFile(output)) {
      file.stream().write(bytes);
      file.commit();
    }
  }

  private static String joined(Iterable<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
