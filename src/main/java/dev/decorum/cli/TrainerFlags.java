package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.infer.Device;
import dev.decorum.train.MixedPrecision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for what a training runs on. */
final class TrainerFlags {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "cpu, cuda, cuda:N, or auto for the first GPU if there is one (default:"
              + " ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(names = "--bf16", description = "Compute matrix products in bfloat16, on a GPU.")
  private boolean bf16;

  @Option(
      names = "--fp16",
      description = "Compute matrix products in float16, on a GPU: native AMP, as on the card.")
  private boolean fp16;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Processor cores to use (default: all). Another number gives the same model up to"
              + " rounding.")
  private @Nullable Integer threads;

  Device device() {
    try {
      return Device.parse(device);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--device: " + e.getMessage(), e);
    }
  }

  MixedPrecision mixedPrecision() {
    if (bf16 && fp16) {
      throw new UsageException("--bf16 and --fp16 exclude each other");
    }
    return bf16 ? MixedPrecision.BF16 : fp16 ? MixedPrecision.FP16 : MixedPrecision.NONE;
  }

  @Nullable Integer threads() {
    return threads;
  }
}
