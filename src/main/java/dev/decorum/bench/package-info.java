/**
 * Measures the throughput of this machine.
 *
 * <p>In come a loaded model and the names of {@linkplain dev.decorum.bench.Workload workloads},
 * which are made here from a seed; out comes a {@link dev.decorum.bench.BenchReport}. The model is
 * called as {@code score} calls it, through {@link dev.decorum.pipeline.RewardModel}; only the rate
 * of a bare matrix product, which a result is held against, goes to ONNX Runtime directly. It
 * writes nothing and knows no options.
 */
@NullMarked
package dev.decorum.bench;

import org.jspecify.annotations.NullMarked;
