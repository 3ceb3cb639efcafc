package dev.decorum.run;

import dev.decorum.read.bytes.InputException;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.RunManifest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that scores can be combined, that is, have the same model, formatter and window. */
final class RunAgreement {
  private RunAgreement() {}

  /** Reports remarkable differences between runs that may nevertheless be combined. */
  static void remark(List<ScoreSource> sources, List<String> clusterFields, RunListener listener) {
    Set<Double> baselines = new LinkedHashSet<>();
    boolean turns = false;
    for (ScoreSource source : sources) {
      RunManifest run = source.run();
      if (run != null) {
        baselines.add(run.baselineOrNaN());
        turns |= !run.window().turns().equals("last");
      }
    }
    if (baselines.size() > 1) {
      listener.note("the runs have different baselines " + baselines + "; one is used for all");
    }
    if (turns && clusterFields.isEmpty()) {
      listener.warning(
          "the rows are turns, and turns of one conversation belong together: without --cluster id"
              + " all intervals are too narrow");
    }
  }

  /**
   * Compares every run with the first.
   *
   * @param allowMismatch whether runs may differ
   * @return the differences, one sentence each; empty unless they are allowed
   * @throws InputException if runs differ and may not
   */
  static List<String> check(List<ScoreSource> sources, boolean allowMismatch) {
    List<String> mismatches = new ArrayList<>();
    ScoreSource first = null;
    for (ScoreSource source : sources) {
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
              + "; such scores cannot be compared (--allow-mismatch compares them nevertheless)");
    }
    return mismatches;
  }

  private static List<String> differences(@Nullable RunManifest first, RunManifest other) {
    return first == null ? List.of() : first.differencesFrom(other);
  }
}
