package dev.decorum.cli;

import dev.decorum.bench.BenchListener;
import dev.decorum.bench.BenchOptions;
import dev.decorum.bench.Workload;
import dev.decorum.failure.UsageException;
import dev.decorum.run.BenchRequest;
import dev.decorum.run.EngineRequest;
import dev.decorum.run.ModelRequest;
import dev.decorum.run.PlainNumber;
import dev.decorum.run.ReportOutput;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Flags for what a benchmark measures and how often. */
final class BenchFlags {
  private static final int MOST_CONVERSATIONS = 10_000_000;
  private static final int MOST_REPEATS = 1000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description =
          "bot-mix (4 bots with 32 conversations each), rank (10 replies to each of 50 contexts), turns"
              + " (50 conversations, a row after every bot message), short (two short messages),"
              + " long (50 to 1,000 tokens, nothing shared); several separated by commas (default: all).")
  private List<String> workloads = List.of();

  @Option(
      names = "--random-weights",
      description =
          "Measure a model of GPT-2 small's shape with random weights instead of --model; half a"
              + " gigabyte in the temporary folder, deleted afterwards.")
  private boolean randomWeights;

  @Option(
      names = "--scale",
      paramLabel = "FRACTION",
      description = "Use only this fraction of the conversations, such as 0.1 (default: 1).")
  private @Nullable Double scale;

  @Option(
      names = "--conversations",
      paramLabel = "N",
      description = "Use N conversations of each workload instead.")
  private @Nullable Integer conversations;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "3",
      description = "Run each workload N times; the median counts (default: ${DEFAULT-VALUE}).")
  private int repeats = 3;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of conversations and random weights (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--no-tune",
      description = "Do not try which --threads and --batch-tokens are best here.")
  private boolean noTune;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "Measure nothing; write the workloads to DIR/NAME.jsonl in the chai format, to time other"
              + " programs on them.")
  private @Nullable Path export;

  BenchRequest request(
      ModelRequest model, EngineRequest engine, ReportOutput report, BenchListener progress) {
    if (randomWeights && command.commandLine().getParseResult().hasMatchedOption("--model")) {
      throw new UsageException("--random-weights and --model exclude each other");
    }
    return new BenchRequest(model, randomWeights, engine, options(), export, report, progress);
  }

  private BenchOptions options() {
    if (scale != null && conversations != null) {
      throw new UsageException("--scale and --conversations exclude each other");
    }
    if (scale != null && !(scale > 0 && scale <= 1000)) {
      throw new UsageException(
          "--scale must be above 0 and at most 1000, not " + PlainNumber.of(scale));
    }
    if (conversations != null && (conversations < 1 || conversations > MOST_CONVERSATIONS)) {
      throw new UsageException(
          "--conversations must be 1 to " + MOST_CONVERSATIONS + ", not " + conversations);
    }
    if (repeats < 1 || repeats > MOST_REPEATS) {
      throw new UsageException("--repeat must be 1 to " + MOST_REPEATS + ", not " + repeats);
    }
    return new BenchOptions(
        workloads(),
        scale == null ? 1 : scale,
        conversations == null ? OptionalInt.empty() : OptionalInt.of(conversations),
        repeats,
        seed,
        !noTune);
  }

  private List<Workload> workloads() {
    if (workloads.isEmpty()) {
      return List.of(Workload.values());
    }
    Set<Workload> named = new LinkedHashSet<>();
    for (String name : workloads) {
      named.add(
          Workload.named(name)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--workload: '"
                              + name
                              + "' is not a workload; known are "
                              + Arrays.stream(Workload.values())
                                  .map(Workload::label)
                                  .collect(Collectors.joining(", ")))));
    }
    return List.copyOf(named);
  }
}
