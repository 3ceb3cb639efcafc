package dev.decorum.cli;

import dev.decorum.compare.Gate;
import dev.decorum.failure.UsageException;
import dev.decorum.run.GateRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Flags for how large a difference has to be to matter, and whether it sets the exit code. */
final class GateFlags {
  private static final Map<String, Gate> GATES =
      Map.of("worse", Gate.WORSE, "not-better", Gate.NOT_BETTER);

  @Option(
      names = "--margin",
      paramLabel = "P",
      description =
          "The largest difference of mean scores that does not matter (default: 0.01, one"
              + " percentage point; for rewards a tenth of their standard deviation).")
  private @Nullable Double margin;

  @Option(
      names = "--gate",
      description =
          "Set the exit code by the verdicts on the later versions against the first: 0 pass, 1"
              + " fail, 5 not enough data.")
  private boolean gate;

  @Option(
      names = "--fail-if",
      paramLabel = "WHAT",
      description =
          "With --gate, which it implies: worse fails versions that are worse, not-better also those"
              + " not shown to be better (default: worse).")
  private @Nullable String failIf;

  /** Whether {@code --fail-if} is one of a gate, and not a condition of an audit. */
  static boolean isKnown(ParseResult typed) {
    Object value = typed.commandSpec().findOption("--fail-if").getValue();
    return value == null || GATES.containsKey(value.toString().toLowerCase(Locale.ROOT));
  }

  GateRequest request() {
    return new GateRequest(margin, gate || failIf != null ? condition() : null);
  }

  private Gate condition() {
    if (failIf == null) {
      return Gate.WORSE;
    }
    Gate named = GATES.get(failIf.toLowerCase(Locale.ROOT));
    if (named == null) {
      throw new UsageException("--fail-if must be worse or not-better, not '" + failIf + "'");
    }
    return named;
  }
}
