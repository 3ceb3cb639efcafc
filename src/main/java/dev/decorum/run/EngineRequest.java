package dev.decorum.run;

import dev.decorum.disk.UserCache;
import dev.decorum.failure.UsageException;
import dev.decorum.infer.Device;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.PlanOptions;
import dev.decorum.pipeline.Quantization;
import dev.decorum.pipeline.RewardModel;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How the model is run. None of it changes a score beyond rounding, but for the precision.
 *
 * @param device where
 * @param precision in which numbers; null for what suits the device
 * @param threads how many threads call the model, at least one a device; null for what suits
 * @param plan how windows are put together
 */
public record EngineRequest(
    Device device, @Nullable Precision precision, @Nullable Integer threads, PlanOptions plan) {
  private static final int MOST_THREADS = 1024;

  public EngineRequest {
    Objects.requireNonNull(device);
    Objects.requireNonNull(plan);
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw new UsageException(
          "--threads must be a number from 1 to " + MOST_THREADS + ", not " + threads);
    }
    int devices = device.indices().size();
    if (threads != null && threads < devices) {
      throw new UsageException(
          "--threads " + threads + " is too few: each of " + devices + " devices needs one");
    }
  }

  /** Loads the model, and says so where that takes a while. */
  RewardModel load(ModelBundle bundle, int maxTokens, RunListener listener) {
    sayWhatTakesLong(bundle, listener);
    return RewardModel.load(bundle, maxTokens, device, precision);
  }

  /** The same for a run that may know all scores already. */
  RewardModel loadWhenNeeded(ModelBundle bundle, int maxTokens, RunListener listener) {
    sayWhatTakesLong(bundle, listener);
    return RewardModel.whenNeeded(bundle, maxTokens, device, precision);
  }

  private void sayWhatTakesLong(ModelBundle bundle, RunListener listener) {
    if (precision != null
        && precision.isQuantized()
        && !new Quantization(bundle).isMade(precision)) {
      UserCache.ofUser()
          .setback()
          .ifPresent(
              reason ->
                  listener.note(
                      "the converted model is not kept: "
                          + reason
                          + "; set DECORUM_CACHE_DIR to a folder that only you can write to"));
      listener.note(
          "making the "
              + precision.label()
              + " form of the model (once; it is kept); decorum model quantize makes it from your"
              + " own conversations");
    }
  }

  /** How a run is scheduled; says so if a GPU could not be used. */
  PipelineOptions schedule(long limit, RewardModel model, RunListener listener) {
    model.setback().ifPresent(reason -> listener.note(reason + "; running on the CPU"));
    return model.schedule(threads == null ? OptionalInt.empty() : OptionalInt.of(threads), limit);
  }
}
