package dev.decorum.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes one manifest for the merged scores of several runs. */
public final class MergedRun {
  private final List<RunManifest> runs;

  /**
   * @param runs at least one, of the same model, formatter and window
   */
  public MergedRun(List<RunManifest> runs) {
    this.runs = List.copyOf(runs);
  }

  /** The manifest of runs with different inputs. */
  public RunManifest ofWholes() {
    return manifest(
        runs.stream().flatMap(run -> run.inputs().stream()).toList(),
        sum(RunManifest.CountsEntry::inputsFailed),
        null,
        false);
  }

  /**
   * The manifest of runs on shards of the same inputs.
   *
   * @param shards the numbers of all shards
   */
  RunManifest ofShards(ShardNumbers shards) {
    // Every shard reads all inputs, and so encounters every one that fails.
    long failed = runs.stream().mapToLong(run -> run.counts().inputsFailed()).max().orElse(0);
    return manifest(
        runs.get(0).inputs(), failed, shards.missing().isEmpty() ? null : shards.toString(), true);
  }

  private RunManifest manifest(
      List<RunManifest.InputEntry> inputs,
      long inputsFailed,
      @Nullable String shard,
      boolean shards) {
    RunManifest first = runs.get(0);
    return new RunManifest(
        joined(RunManifest::decorum),
        first.model(),
        first.formatter(),
        first.window(),
        first.baseline(),
        first.precision(),
        joined(RunManifest::device),
        versions(),
        runs.stream().allMatch(run -> Objects.equals(run.seed(), first.seed()))
            ? first.seed()
            : null,
        inputs,
        new RunManifest.CountsEntry(
            sum(RunManifest.CountsEntry::read),
            sum(RunManifest.CountsEntry::scored),
            sum(RunManifest.CountsEntry::rejected),
            sum(RunManifest.CountsEntry::tokens),
            sum(RunManifest.CountsEntry::tokensDropped),
            inputsFailed),
        runs.stream().mapToDouble(RunManifest::seconds).sum(),
        shard,
        first.calibration(),
        understood(shards),
        configuration());
  }

  /** How all runs together understood their inputs; {@code null} if one manifest does not say. */
  private @Nullable Understood understood(boolean shards) {
    List<Understood> all = new ArrayList<>();
    for (RunManifest run : runs) {
      if (run.understood() == null) {
        return null;
      }
      all.add(run.understood());
    }
    return Understood.together(all, shards);
  }

  /** The distinct configuration files. */
  private List<RunManifest.InputEntry> configuration() {
    return runs.stream()
        .map(RunManifest::configuration)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  private long sum(ToLongFunction<RunManifest.CountsEntry> count) {
    return runs.stream().map(RunManifest::counts).mapToLong(count).sum();
  }

  /** The distinct values in the manifests, joined. */
  private String joined(Function<RunManifest, String> said) {
    return runs.stream().map(said).distinct().collect(Collectors.joining(", "));
  }

  private Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (RunManifest run : runs) {
      for (String library : run.versions().keySet()) {
        versions.computeIfAbsent(
            library,
            name ->
                runs.stream()
                    .map(any -> any.versions().get(name))
                    .filter(Objects::nonNull)
                    .distinct()
                    .collect(Collectors.joining(", ")));
      }
    }
    return versions;
  }
}
