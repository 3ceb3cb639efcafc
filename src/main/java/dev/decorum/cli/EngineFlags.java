package dev.decorum.cli;

import dev.decorum.batch.BatchPlanner;
import dev.decorum.infer.Device;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the model is run. None of it changes a score beyond rounding. */
final class EngineFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "cpu, cuda, cuda:N, several GPUs as in cuda:0,1, or auto for the first GPU where CUDA"
              + " works and else the CPU (default: ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads run the model (default: one a core; on GPUs two a device).")
  private @Nullable Integer threads;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description =
          "Batch conversations together up to N tokens, padding included (default: on a CPU 1024 for"
              + " short ones and 256 for others, on GPUs 32768).")
  private @Nullable Integer batchTokens;

  Device device() {
    try {
      return Device.parse(device);
    } catch (IllegalArgumentException e) {
      throw wrong("--device: " + e.getMessage());
    }
  }

  /** Complains of what cannot be right, before anything is read or loaded. */
  void check() {
    int devices = device().indices().size();
    if (batchTokens != null && batchTokens < 1) {
      throw wrong("--batch-tokens is a number from 1, not " + batchTokens);
    }
    if (threads != null && (threads < 1 || threads > 1024)) {
      throw wrong("--threads is a number from 1 to 1024, not " + threads);
    }
    if (threads != null && threads < devices) {
      throw wrong(
          "--threads " + threads + " is too few: each of " + devices + " devices needs one");
    }
  }

  BatchPlanner planner(RewardModel model) {
    return model.planner(optional(batchTokens));
  }

  /** How a run is scheduled; says so if a GPU could not be used. */
  PipelineOptions pipeline(long limit, RewardModel model, Notices notices) {
    model.setback().ifPresent(reason -> notices.note(reason + "; running on the CPU"));
    return model.schedule(optional(threads), limit);
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
