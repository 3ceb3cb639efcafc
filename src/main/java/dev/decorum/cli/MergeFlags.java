package dev.decorum.cli;

import dev.decorum.run.MergeRequest;
import dev.decorum.score.MergeOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Flags for which score files are merged, where the result goes and which differences are allowed.
 */
final class MergeFlags {
  @Parameters(
      paramLabel = "SCORES",
      arity = "1..*",
      description =
          "Score files, directories or globs; all CSV, all JSON Lines or all Parquet. .gz and .zst"
              + " are read as they are.")
  private List<String> scores = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description =
          "Write the merged scores to FILE, in the form of the score files (.csv or .jsonl), from"
              + " any form to .parquet, or from .parquet to any, with a run manifest beside it in"
              + " FILE.manifest.json.")
  private Path output = Path.of("");

  @Option(
      names = "--allow-gaps",
      description =
          "Merge even if shards are missing, and exit with 1 if so. The manifest says which are"
              + " included, and the missing ones can be merged in later.")
  private boolean allowGaps;

  @Option(
      names = "--allow-missing-manifest",
      description =
          "Merge even if a score file has no run manifest beside it. Whether it belongs to the"
              + " others cannot be checked, and the merged file has no manifest either.")
  private boolean allowMissingManifest;

  @Option(
      names = "--allow-duplicates",
      description =
          "Keep rows whose id has occurred before, for inputs with ids that are not unique. Without it, the"
              + " ids of all rows are remembered, in 11 to 22 bytes each.")
  private boolean allowDuplicates;

  MergeRequest request() {
    return new MergeRequest(
        scores, output, new MergeOptions(allowGaps, allowMissingManifest, allowDuplicates));
  }
}
