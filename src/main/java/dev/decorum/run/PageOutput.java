package dev.decorum.run;

import dev.decorum.disk.AtomicFile;
import dev.decorum.report.Document;
import dev.decorum.report.HtmlPage;
import dev.decorum.report.HtmlReport;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.ProgramVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTML page in addition to the output of a run.
 *
 * @param file null for no page
 */
public record PageOutput(@Nullable Path file) {

  /** Whether a page was asked for. */
  boolean isWanted() {
    return file != null;
  }

  /** Writes the page if one was asked for, and tells {@code listener} of it. */
  void write(
      String title, Supplier<Document> document, List<ScoreSource> sources, RunListener listener)
      throws IOException {
    Path target = file;
    if (target != null) {
      try (AtomicFile out = new AtomicFile(target)) {
        HtmlReport.write(page(title, document.get(), sources), out.stream());
        out.commit();
      }
      listener.wrote("the page", target);
    }
  }

  static HtmlPage page(String title, Document document, List<ScoreSource> sources) {
    return new HtmlPage(title, document, sources, "Decorum " + ProgramVersion.current());
  }
}
