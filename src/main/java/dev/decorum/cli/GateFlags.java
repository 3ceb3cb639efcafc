package dev.decorum.cli;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.Gate;
import dev.decorum.compare.Version;
import dev.decorum.score.Scale;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which difference matters, and whether the exit code says so. */
final class GateFlags {
  private static final double MARGIN = 0.01;
  private static final double OF_DEVIATION = 0.1;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--margin",
      paramLabel = "P",
      description =
          "The largest difference of mean scores that does not matter (default: 0.01, one percentage"
              + " point; of rewards a tenth of their standard deviation).")
  private @Nullable Double margin;

  @Option(
      names = "--gate",
      description =
          "Let the exit code tell the verdict on every later version against the first: 0 pass, 1"
              + " fail, 5 not enough data.")
  private boolean gate;

  @Option(
      names = "--fail-if",
      paramLabel = "WHAT",
      description =
          "With --gate: worse fails a version that is worse, not-better also one that is not shown to"
              + " be better (default: worse).")
  private @Nullable String failIf;

  /** Refuses a margin that is none, and a condition that is none. */
  void check() {
    if (margin != null && !(margin >= 0 && Double.isFinite(margin))) {
      throw wrong("--margin is a difference of scores from 0, not " + margin);
    }
    condition();
  }

  /** The margin for versions on one scale. */
  double margin(List<Version> versions) {
    if (margin == null) {
      return usualMargin(versions);
    }
    if (!isReward(versions) && margin >= 1) {
      throw wrong("--margin is a difference of probabilities from 0, below 1, not " + margin);
    }
    return margin;
  }

  /** The margin where none is given. */
  static double usualMargin(List<Version> versions) {
    return isReward(versions) ? OF_DEVIATION * Comparer.deviation(versions) : MARGIN;
  }

  private static boolean isReward(List<Version> versions) {
    return versions.get(0).table().scale() == Scale.REWARD;
  }

  private Gate condition() {
    String name = Objects.requireNonNullElse(failIf, "worse").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "worse" -> Gate.WORSE;
      case "not-better" -> Gate.NOT_BETTER;
      default -> throw wrong("--fail-if is worse or not-better, not '" + failIf + "'");
    };
  }

  /**
   * The exit code: of the gate where there is one and all inputs could be used.
   *
   * @param all whether all versions were compared; a gate does not pass one that was not
   */
  int exitCode(Comparison comparison, boolean all, Rejects rejects, Notices notices) {
    int ofRejects = rejects.exitCode();
    if (!gate && failIf == null) {
      return ofRejects;
    }
    Gate.Outcome compared = condition().of(comparison);
    Gate.Outcome outcome =
        compared == Gate.Outcome.PASS && !all ? Gate.Outcome.INCONCLUSIVE : compared;
    notices.always(
        switch (outcome) {
          case PASS -> "gate: pass";
          case FAIL -> "gate: FAIL";
          case INCONCLUSIVE -> "gate: not enough data to decide";
        });
    if (ofRejects != ExitCode.DONE) {
      return ofRejects;
    }
    return switch (outcome) {
      case PASS -> ExitCode.DONE;
      case FAIL -> ExitCode.GATE;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
