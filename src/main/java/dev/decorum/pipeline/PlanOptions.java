package dev.decorum.pipeline;

import dev.decorum.batch.BatchPlanner;
import dev.decorum.batch.PassPlanner;
import dev.decorum.batch.Planner;
import dev.decorum.infer.DeviceGroup;
import dev.decorum.model.ClassifierSpec;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.model.onnx.PassInputs;
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

  Planner planner(ClassifierSpec spec, DeviceGroup devices, int callers) {
    if (devices.isOnCuda()) {
      return BatchPlanner.forCuda(
          batchTokens == null ? BatchPlanner.CUDA_BUDGET : batchTokens, spec.maxTokens());
    }
    if (devices.kind() != OnnxGraph.Kind.PASS) {
      BatchPlanner planner =
          batchTokens == null ? BatchPlanner.FOR_CPU : new BatchPlanner(batchTokens);
      // An exported graph without a padding token reads the last position of every row.
      return !spec.pooling().skipsPadding() && devices.kind() == OnnxGraph.Kind.ATTENTION_MASK
          ? planner.ofEqualLengths()
          : planner;
    }
    return new PassPlanner(
        spec.pooling().padTokenId(),
        batchTokens == null ? PassPlanner.SUITED_TOKENS : batchTokens,
        PassInputs.CHUNKS,
        prefixCacheBytes / callers / spec.network().keysAndValues().bytesPerToken());
  }
}
