package dev.decorum.cli;

import dev.decorum.compare.ComparisonOptions.Pairing;
import dev.decorum.run.VersionRequest;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags for the versions to compare, their names and whether their rows are paired. */
final class VersionFlags {
  @Option(
      names = "--names",
      paramLabel = "NAME",
      split = ",",
      description = "Names of the versions, in the order of the inputs (default: file names).")
  private List<String> names = List.of();

  @Option(
      names = "--pairing",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "id, none, or auto: by id where at least half of the smaller version's ids are in both"
              + " (default: ${DEFAULT-VALUE}).")
  private Pairing pairing = Pairing.AUTO;

  /**
   * @param allowMismatch whether models, formatters and windows of the versions may differ
   */
  VersionRequest request(boolean allowMismatch) {
    return new VersionRequest(names, pairing, allowMismatch);
  }
}
