package dev.decorum.cli;

import dev.decorum.disk.UserCache;
import dev.decorum.infer.Device;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.PlanOptions;
import dev.decorum.pipeline.Quantization;
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
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "auto",
      description = {
        "In which numbers the model is computed: auto, fp32, int8x3, int8 or fp16 (default:"
            + " ${DEFAULT-VALUE}, fp32 on the CPU and fp16 on GPUs).",
        "int8x3 takes three products of 8-bit integers for one of float32, int8 a single one: both are"
            + " faster, and decorum model info says how far their scores are off."
      })
  private String precision = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads run the model (default: one a core; on GPUs two a device).")
  private @Nullable Integer threads;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description =
          "Put conversations together up to N tokens, unless one alone has more (default: what suits"
              + " the model and the device).")
  private @Nullable Integer batchTokens;

  @Option(
      names = "--prefix-cache-mb",
      paramLabel = "N",
      defaultValue = "1024",
      description =
          "On a CPU, use up to N megabytes for what the model made of beginnings that conversations"
              + " share, such as a persona (default: ${DEFAULT-VALUE}; 0 remembers nothing).")
  private long prefixCacheMegabytes;

  Device device() {
    try {
      return Device.parse(device);
    } catch (IllegalArgumentException e) {
      throw wrong("--device: " + e.getMessage());
    }
  }

  /** The precision asked for; null for what suits the device. */
  @Nullable Precision precision() {
    if (precision.equals("auto")) {
      return null;
    }
    return Precision.named(precision)
        .orElseThrow(
            () ->
                wrong(
                    "--precision: '"
                        + precision
                        + "' is none; there are auto, fp32, int8x3, int8 and fp16"));
  }

  /** Loads the model as the flags say, and says so where that takes a while. */
  RewardModel load(ModelBundle bundle, int maxTokens, Notices notices) {
    sayWhatTakesLong(bundle, notices);
    return RewardModel.load(bundle, maxTokens, device(), precision());
  }

  /** The same for a run that may know all scores already. */
  RewardModel loadWhenNeeded(ModelBundle bundle, int maxTokens, Notices notices) {
    sayWhatTakesLong(bundle, notices);
    return RewardModel.whenNeeded(bundle, maxTokens, device(), precision());
  }

  private void sayWhatTakesLong(ModelBundle bundle, Notices notices) {
    Precision wanted = precision();
    if (wanted != null && wanted.isQuantized() && !new Quantization(bundle).isMade(wanted)) {
      UserCache.ofUser()
          .setback()
          .ifPresent(
              reason ->
                  notices.note(
                      "what is made of the model is not kept: "
                          + reason
                          + "; DECORUM_CACHE_DIR can name a folder that only you can write"));
      notices.note(
          "making the "
              + wanted.label()
              + " form of the model (once, it is kept); decorum model quantize makes it from your"
              + " own conversations");
    }
  }

  PlanOptions plan() {
    return new PlanOptions(batchTokens, prefixCacheMegabytes << 20);
  }

  /** Complains of what cannot be right, before anything is read or loaded. */
  void check() {
    precision();
    int devices = device().indices().size();
    if (batchTokens != null && batchTokens < 1) {
      throw wrong("--batch-tokens is a number from 1, not " + batchTokens);
    }
    if (prefixCacheMegabytes < 0 || prefixCacheMegabytes > 1 << 20) {
      throw wrong("--prefix-cache-mb is a number from 0 to 1048576, not " + prefixCacheMegabytes);
    }
    if (threads != null && (threads < 1 || threads > 1024)) {
      throw wrong("--threads is a number from 1 to 1024, not " + threads);
    }
    if (threads != null && threads < devices) {
      throw wrong(
          "--threads " + threads + " is too few: each of " + devices + " devices needs one");
    }
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
