package dev.decorum.cli;

import dev.decorum.read.InputException;
import dev.decorum.report.Source;
import dev.decorum.score.RunManifest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether scores may be looked at together: their model, formatter and window have to be one. */
final class RunAgreement {

  @Option(
      names = "--allow-mismatch",
      description =
          "Go on where scores come from different models, formatters or windows; the report says"
              + " so.")
  private boolean allowMismatch;

  /**
   * Holds every run against the first.
   *
   * @return what differs, a sentence each; empty unless {@code --allow-mismatch} lets it pass
   * @throws InputException if runs differ
   */
  List<String> check(List<Source> sources) {
    List<String> mismatches = new ArrayList<>();
    Source first = null;
    for (Source source : sources) {
      RunManifest run = source.run();
      if (run == null) {
        continue;
      }
      if (first == null) {
        first = source;
        continue;
      }
      for (String difference : differences(first.run(), run)) {
        mismatches.add(first.name() + " and " + source.name() + ": " + difference);
      }
    }
    if (!mismatches.isEmpty() && !allowMismatch) {
      throw new InputException(
          String.join("; ", mismatches)
              + "; such scores cannot be compared (--allow-mismatch does it all the same)");
    }
    return mismatches;
  }

  private static List<String> differences(@Nullable RunManifest first, RunManifest other) {
    return first == null ? List.of() : first.differencesFrom(other);
  }
}
