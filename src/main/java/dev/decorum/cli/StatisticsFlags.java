package dev.decorum.cli;

import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What rows hang together, by what they are looked at apart, and how random procedures draw. */
final class StatisticsFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--cluster",
      paramLabel = "FIELD",
      split = ",",
      description = {
        "Rows with the same value in FIELD (user_id, context_id, ...) hang together and count for"
            + " less. One field, or two for two-way clustering; id where rows are turns."
      })
  private List<String> cluster = List.of();

  @Option(
      names = "--by",
      paramLabel = "FIELD",
      split = ",",
      description = "Look at the values of FIELD apart as well. May be repeated.")
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
      description = "How often data are resampled (default: ${DEFAULT-VALUE}).")
  private int resamples = Resampling.DEFAULT_REPLICATES;

  List<String> cluster() {
    if (cluster.size() > 2) {
      throw wrong("--cluster takes one field, or two, not " + cluster.size());
    }
    if (new LinkedHashSet<>(cluster).size() < cluster.size()) {
      throw wrong("--cluster names the same field twice");
    }
    return cluster;
  }

  List<String> by() {
    return new ArrayList<>(new LinkedHashSet<>(by));
  }

  /** All fields that are needed of every row. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(cluster());
    fields.addAll(by);
    return fields;
  }

  Resampling resampling() {
    if (resamples < 99 || resamples > 1_000_000) {
      throw wrong("--resamples is a number from 99 to 1,000,000, not " + resamples);
    }
    return new Resampling(seed, resamples);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
