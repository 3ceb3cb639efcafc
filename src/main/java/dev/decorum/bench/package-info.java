/**
 * Measures the throughput of this machine.
 *
 * <p>A loaded model is run on {@linkplain dev.decorum.bench.Workload workloads}, which are
 * generated from a seed, for a {@link dev.decorum.bench.BenchReport}. The model is called as by
 * {@code score}, through {@link dev.decorum.pipeline.RewardModel}; only the plain matrix product,
 * with which results are compared, uses ONNX Runtime directly. The package does not write files and
 * knows no options.
 */
@NullMarked
package dev.decorum.bench;

import org.jspecify.annotations.NullMarked;
