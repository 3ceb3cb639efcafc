package dev.decorum.cli;

import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Source;
import dev.decorum.score.RunManifest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  /** Says what the user should know of runs that may be looked at together all the same. */
  static void remark(List<Source> sources, List<String> clusterFields, Notices notices) {
    Set<Double> baselines = new LinkedHashSet<>();
    boolean turns = false;
    for (Source source : sources) {
      RunManifest run = source.run();
      if (run != null) {
        baselines.add(run.baselineOrNaN());
        turns |= !run.window().turns().equals("last");
      }
    }
    if (baselines.size() > 1) {
      notices.note("the runs have different baselines " + baselines + "; one is used for all");
    }
    if (turns && clusterFields.isEmpty()) {
      notices.always(
          "the rows are turns, and turns of one conversation hang together: without --cluster id all"
              + " intervals are too narrow");
    }
  }

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
      List<String> differences = differences(first.run(), run);
      if (!differences.isEmpty()) {
        mismatches.add(
            first.name() + " and " + source.name() + ": " + String.join("; ", differences));
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
