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
 * How the model is run. Nothing here but the precision changes a score beyond rounding.
 *
 * @param device the device that computes
 * @param precision the type of number that is computed in; null for the one that suits the device
 * @param threads the number of threads that call the model, at least one per device; null for as
 *     many as suit
 * @param plan how windows are combined into runs of the network
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

  /** Loads the model, with a message if that takes a while. */
  RewardModel load(ModelBundle bundle, int maxTokens, RunListener listener) {
    sayWhatTakesLong(bundle, listener);
    return RewardModel.load(bundle, maxTokens, device, precision);
  }

  /** The same, loaded on first use, for a run that may find all scores in a store. */
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

  /** How a run is scheduled; warns if a GPU could not be used. */
  PipelineOptions schedule(long limit, RewardModel model, RunListener listener) {
    model.setback().ifPresent(reason -> listener.note(reason + "; running on the CPU"));
    return model.schedule(threads == null ? OptionalInt.empty() : OptionalInt.of(threads), limit);
  }
}
