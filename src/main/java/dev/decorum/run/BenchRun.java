package dev.decorum.run;

import dev.decorum.bench.Bench;
import dev.decorum.bench.BenchReport;
import dev.decorum.infer.RuntimeVersions;
import dev.decorum.model.RandomCheckpoint;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.report.BenchDocument;
import dev.decorum.report.BenchJson;
import dev.decorum.score.ProgramVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measures the throughput of this machine. */
public final class BenchRun {
  private static final int MOST_TOKENS = 1024;

  private final BenchRequest request;
  private final RunContext context;
  private final RunListener listener;

  public BenchRun(BenchRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Measures the throughput and writes the report, or writes the workloads.
   *
   * @throws dev.decorum.failure.DecorumException if the benchmark is impossible
   */
  public RunStatus run() throws IOException, InterruptedException {
    TouchedFiles.of(context).reading(request.model()).writing(request.report().file()).check();
    Path export = request.export();
    if (export != null) {
      BenchExport.write(export, request.options(), exportTokens(), listener);
      return RunStatus.DONE;
    }
    BenchReport measured = measure();
    request
        .report()
        .write(
            new ReportOutput.Report(
                "Throughput of " + measured.model().name(),
                () -> BenchDocument.of(measured),
                () -> BenchJson.text(measured, ProgramVersion.current(), RuntimeVersions.all()),
                List::of,
                List.of()),
            listener);
    return RunStatus.DONE;
  }

  /** The window for exported workloads. That of random weights is known without writing them. */
  private int exportTokens() {
    return request.randomWeights()
        ? RandomCheckpoint.GPT2_SMALL.positions()
        : Math.min(MOST_TOKENS, request.model().open(listener).maxTokens());
  }

  private BenchReport measure() throws IOException, InterruptedException {
    try (BenchModel opened = BenchModel.open(request, listener)) {
      int maxTokens = Math.min(MOST_TOKENS, opened.bundle().maxTokens());
      if (maxTokens < MOST_TOKENS) {
        listener.note(
            "the model sees "
                + maxTokens
                + " tokens, so conversations are made shorter than for 1,024");
      }
      EngineRequest engine = request.engine();
      long start = System.nanoTime();
      try (RewardModel loaded = engine.load(opened.bundle(), maxTokens, listener)) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Bench(
                loaded, maxTokens, engine.plan(), engine.schedule(Long.MAX_VALUE, loaded, listener))
            .run(request.options(), opened.isRandom(), seconds, request.progress());
      }
    }
  }
}
