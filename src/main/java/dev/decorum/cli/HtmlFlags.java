package dev.decorum.cli;

import dev.decorum.disk.AtomicFile;
import dev.decorum.report.Document;
import dev.decorum.report.HtmlPage;
import dev.decorum.report.HtmlReport;
import dev.decorum.report.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A page for people, besides what the command writes. */
final class HtmlFlags {

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write the report to FILE as one HTML file that needs no network, with charts and tables"
              + " that can be sorted and filtered.")
  private @Nullable Path html;

  /** Where the page goes; {@code null} for nowhere. */
  @Nullable Path file() {
    return html;
  }

  /** Writes the page, where one is asked for. */
  void write(String title, Supplier<Document> document, List<Source> sources) throws IOException {
    Path target = html;
    if (target != null) {
      try (AtomicFile file = new AtomicFile(target)) {
        HtmlReport.write(page(title, document.get(), sources), file.stream());
        file.commit();
      }
    }
  }

  /** Names of inputs without their folders, for a title. */
  static String named(List<String> inputs) {
    return inputs.stream()
        .map(input -> input.substring(input.lastIndexOf('/') + 1))
        .collect(Collectors.joining(", "));
  }

  static HtmlPage page(String title, Document document, List<Source> sources) {
    return new HtmlPage(title, document, sources, "Decorum " + Version.ofDecorum());
  }
}
