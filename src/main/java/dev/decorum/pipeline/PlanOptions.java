package dev.decorum.pipeline;

import dev.decorum.batch.PackedBatchPlanner;
import dev.decorum.batch.PaddedBatchPlanner;
import dev.decorum.batch.Planner;
import dev.decorum.infer.DeviceGroup;
import dev.decorum.model.ClassifierSpec;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.model.onnx.PackedBatchInputs;
import org.jspecify.annotations.Nullable;

/**
 * How windows are combined into runs of the network, on which scores depend only by rounding.
 *
 * @param batchTokens the most tokens in a run of the network, unless a single window has more; null
 *     for the number that suits the model
 * @param prefixCacheBytes the most memory for keys and values of shared prefixes; 0 to share none
 *     between runs of the network
 */
public record PlanOptions(@Nullable Integer batchTokens, long prefixCacheBytes) {

  /** The default settings. */
  public static final PlanOptions DEFAULT = new PlanOptions(null, 1L << 30);

  public PlanOptions {
    if ((batchTokens != null && batchTokens < 1) || prefixCacheBytes < 0) {
      throw new IllegalArgumentException("no room to plan");
    }
  }

  Planner planner(ClassifierSpec spec, DeviceGroup devices, int workers) {
    if (devices.isOnCuda()) {
      return PaddedBatchPlanner.forCuda(
          batchTokens == null ? PaddedBatchPlanner.CUDA_BUDGET : batchTokens, spec.maxTokens());
    }
    if (devices.kind() != OnnxGraph.Kind.PACKED_BATCH) {
      PaddedBatchPlanner planner =
          batchTokens == null ? PaddedBatchPlanner.FOR_CPU : new PaddedBatchPlanner(batchTokens);
      // An exported graph without a padding token reads the last position of every row.
      return !spec.pooling().skipsPadding() && devices.kind() == OnnxGraph.Kind.ATTENTION_MASK
          ? planner.ofEqualLengths()
          : planner;
    }
    return new PackedBatchPlanner(
        spec.pooling().padTokenId(),
        batchTokens == null ? PackedBatchPlanner.SUITED_TOKENS : batchTokens,
        PackedBatchInputs.CHUNKS,
        prefixCacheBytes / workers / spec.network().keysAndValues().bytesPerToken());
  }
}
