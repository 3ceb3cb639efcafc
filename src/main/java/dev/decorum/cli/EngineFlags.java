package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.infer.Device;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.PlanOptions;
import dev.decorum.run.EngineRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Flags for how the model is run. None of them but the precision changes a score beyond rounding.
 */
final class EngineFlags {
  private static final long MOST_MEGABYTES = 1 << 20;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "cpu, cuda, cuda:N, several GPUs as in cuda:0,1, or auto for the first GPU if CUDA works"
              + " and otherwise the CPU (default: ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "auto",
      description = {
        "The precision of the computation: auto, fp32, int8x3, int8 or fp16 (default:"
            + " ${DEFAULT-VALUE}, fp32 on the CPU and fp16 on GPUs).",
        "int8x3 replaces a product in float32 by three of 8-bit integers, int8 by a single one:"
            + " both are faster, and decorum model info shows how far their scores are off."
      })
  private String precision = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "How many threads run the model (default: one per core on a CPU, two per device on GPUs).")
  private @Nullable Integer threads;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description =
          "Compute conversations together up to N tokens, unless a single one has more (default: as"
              + " suits the model and the device).")
  private @Nullable Integer batchTokens;

  @Option(
      names = "--prefix-cache-mb",
      paramLabel = "N",
      defaultValue = "1024",
      description =
          "On a CPU, keep up to N megabytes of keys and values of prefixes that conversations share,"
              + " such as a persona (default: ${DEFAULT-VALUE}; 0 keeps nothing).")
  private long prefixCacheMegabytes;

  EngineRequest request() {
    if (batchTokens != null && batchTokens < 1) {
      throw new UsageException("--batch-tokens must be 1 or more, not " + batchTokens);
    }
    if (prefixCacheMegabytes < 0 || prefixCacheMegabytes > MOST_MEGABYTES) {
      throw new UsageException(
          "--prefix-cache-mb must be a number from 0 to "
              + MOST_MEGABYTES
              + ", not "
              + prefixCacheMegabytes);
    }
    return new EngineRequest(
        device(), precision(), threads, new PlanOptions(batchTokens, prefixCacheMegabytes << 20));
  }

  private Device device() {
    try {
      return Device.parse(device);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--device: " + e.getMessage(), e);
    }
  }

  /** The precision asked for; null for the one that suits the device. */
  private @Nullable Precision precision() {
    if (precision.equals("auto")) {
      return null;
    }
    return Precision.named(precision)
        .orElseThrow(
            () ->
                new UsageException(
                    "--precision: '"
                        + precision
                        + "' is not a precision; known are auto, fp32, int8x3, int8 and fp16"));
  }
}
