package dev.decorum.run;

import dev.decorum.bench.BenchListener;
import dev.decorum.bench.BenchOptions;
import dev.decorum.failure.UsageException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to measure throughput.
 *
 * @param model the model that is measured
 * @param randomWeights whether a model of GPT-2 small's shape with random weights is measured
 *     instead
 * @param engine how it is run
 * @param options which workloads, and how often
 * @param export the folder that workloads are written to instead of being run; null to run them
 * @param report where the measurements go
 * @param progress receives the progress
 */
public record BenchRequest(
    ModelRequest model,
    boolean randomWeights,
    EngineRequest engine,
    BenchOptions options,
    @Nullable Path export,
    ReportOutput report,
    BenchListener progress) {
  public BenchRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(engine);
    Objects.requireNonNull(options);
    Objects.requireNonNull(progress);
    if (report.form() == ReportForm.JUNIT) {
      throw new UsageException("a benchmark checks nothing, so it has no JUnit report");
    }
  }
}
