package dev.decorum.cli;

import dev.decorum.infer.Device;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.PlanOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the model is run. None of it changes a score beyond rounding. */
final class EngineFlags {
  private static final int LOOK_AHEAD = 4096;

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
          "Put conversations together up to N tokens, unless one alone has more (default: what suits"
              + " the model).")
  private @Nullable Integer batchTokens;

  @Option(
      names = "--prefix-cache-mb",
      paramLabel = "N",
      defaultValue = "1024",
      description =
          "Use up to N megabytes to remember what the model made of beginnings that conversations"
              + " share, such as a persona (default: ${DEFAULT-VALUE}; 0 remembers nothing).")
  private long prefixCacheMegabytes;

  Device device() {
    try {
      return Device.parse(device);
    } catch (IllegalArgumentException e) {
      throw wrong("--device: " + e.getMessage());
    }
  }

  PlanOptions plan() {
    if (batchTokens != null && batchTokens < 1) {
      throw wrong("--batch-tokens is a number from 1, not " + batchTokens);
    }
    if (prefixCacheMegabytes < 0) {
      throw wrong("--prefix-cache-mb is a number from 0, not " + prefixCacheMegabytes);
    }
    return new PlanOptions(batchTokens, prefixCacheMegabytes << 20);
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
