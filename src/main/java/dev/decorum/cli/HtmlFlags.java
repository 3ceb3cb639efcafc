package dev.decorum.cli;

import dev.decorum.run.PageOutput;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag for an HTML page in addition to the command's output. */
final class HtmlFlags {

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write the report to FILE as one HTML file that needs no network, with charts and tables"
              + " that can be sorted and filtered.")
  private @Nullable Path html;

  boolean isWanted() {
    return html != null;
  }

  PageOutput request() {
    return new PageOutput(html);
  }
}
