package dev.decorum.cli;

import dev.decorum.batch.BatchPlanner;
import dev.decorum.infer.Device;
import dev.decorum.pipeline.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the model is run. None of it changes a score beyond rounding. */
final class EngineFlags {
  private static final int LOOK_AHEAD = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "cpu, cuda, cuda:N, or auto for CUDA where it works and else the CPU (default:"
              + " ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads run the model (default: one a core).")
  private @Nullable Integer threads;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description =
          "Batch conversations together up to N tokens, padding included (default: what suits a CPU,"
              + " 1024 for short ones and 256 for others).")
  private @Nullable Integer batchTokens;

  Device device() {
    try {
      return Device.parse(device);
    } catch (IllegalArgumentException e) {
      throw wrong("--device: " + e.getMessage());
    }
  }

  BatchPlanner planner() {
    if (batchTokens == null) {
      return BatchPlanner.FOR_CPU;
    }
    if (batchTokens < 1) {
      throw wrong("--batch-tokens is a number from 1, not " + batchTokens);
    }
    return new BatchPlanner(batchTokens);
  }

  PipelineOptions pipeline(long limit) {
    int callers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (callers < 1 || callers > 1024) {
      throw wrong("--threads is a number from 1 to 1024, not " + callers);
    }
    return new PipelineOptions(callers, LOOK_AHEAD, limit);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
