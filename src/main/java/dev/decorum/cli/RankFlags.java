package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.run.OutputRequest;
import dev.decorum.run.PageOutput;
import dev.decorum.run.PairRequest;
import dev.decorum.run.RankRequest;
import dev.decorum.run.ScoringRequest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for which replies are ranked against each other and how results are broken down. */
final class RankFlags {
  @Option(
      names = "--group",
      paramLabel = "FIELD",
      description =
          "Rows with the same value in FIELD (context_id, ...) end with replies to the same"
              + " context. Not needed if each row has all replies to its context.")
  private @Nullable String group;

  @Option(names = "--best-of", description = "Write only the best reply to each context.")
  private boolean bestOf;

  @Option(
      names = "--by",
      paramLabel = "FIELD",
      split = ",",
      description =
          "Report how often each value of FIELD (bot_version, ...) gives the best reply, and agrees"
              + " with people. May be repeated (default: bot_name, or else the file, if there are"
              + " several).")
  private List<String> by = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "FIELD",
      split = ",",
      description =
          "Contexts with the same value in FIELD (user_id, ...) make a cluster. One field or two"
              + " (default: contexts are independent).")
  private List<String> cluster = List.of();

  @Option(
      names = "--cache",
      paramLabel = "STORE",
      description =
          "Keep scores in STORE, an SQLite file, and reuse those of the same model and the same"
              + " tokens. decorum score and audit can use the same store.")
  private @Nullable Path cache;

  RankRequest request(
      ScoringRequest scoring, PairRequest pairs, OutputRequest output, PageOutput page) {
    StatisticsFlags.requireNames("--by", by);
    StatisticsFlags.requireNames("--cluster", cluster);
    return new RankRequest(scoring, group, bestOf, by, cluster(), pairs, cache, output, page);
  }

  private List<String> cluster() {
    if (cluster.size() > 2 || new HashSet<>(cluster).size() < cluster.size()) {
      throw new UsageException("--cluster takes one field, or two different ones");
    }
    return cluster;
  }
}
