package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.run.StatisticsRequest;
import dev.decorum.stats.Resampling;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags for clusters, breakdowns, random procedures and explanations. */
final class StatisticsFlags {
  @Option(
      names = "--cluster",
      paramLabel = "FIELD",
      split = ",",
      description = {
        "Rows with the same value in FIELD (user_id, context_id, ...) make a cluster and are not"
            + " independent. One field, or two for two-way clustering; by default id if rows are"
            + " turns."
      })
  private List<String> cluster = List.of();

  @Option(
      names = "--by",
      paramLabel = "FIELD",
      split = ",",
      description = "Also break results down by the values of FIELD. May be repeated.")
  private List<String> by = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all random draws (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "9999",
      description = "The number of resamples (default: ${DEFAULT-VALUE}).")
  private int resamples = Resampling.DEFAULT_REPLICATES;

  @Option(
      names = "--explain-statistics",
      description =
          "Explain the terms of statistics, and add the numbers that need one. HTML pages have"
              + " them in footnotes.")
  private boolean explainStatistics;

  StatisticsRequest request() {
    requireNames("--by", by);
    requireNames("--cluster", cluster);
    if (cluster.size() > 2) {
      throw new UsageException("--cluster takes one field, or two, not " + cluster.size());
    }
    if (new HashSet<>(cluster).size() < cluster.size()) {
      throw new UsageException("--cluster names the same field twice");
    }
    if (resamples < 99 || resamples > 1_000_000) {
      throw new UsageException(
          "--resamples must be a number from 99 to 1,000,000, not " + resamples);
    }
    return new StatisticsRequest(cluster, by, new Resampling(seed, resamples), explainStatistics);
  }

  /** An empty name comes from a variable that is not set, or from a comma too many. */
  static void requireNames(String option, List<String> fields) {
    if (fields.contains("")) {
      throw new UsageException(option + " needs the name of a field, and is empty");
    }
  }
}
