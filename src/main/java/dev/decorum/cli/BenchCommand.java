package dev.decorum.cli;

import dev.decorum.bench.Bench;
import dev.decorum.bench.BenchOptions;
import dev.decorum.bench.BenchReport;
import dev.decorum.infer.RuntimeVersions;
import dev.decorum.model.RandomCheckpoint;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.report.BenchDocument;
import dev.decorum.report.BenchJson;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the throughput of this machine. */
@Command(
    name = "bench",
    description = {
      "Measure the throughput of this machine on made-up conversations, the same for one seed, and"
          + " say which settings are best here."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum bench                                 the bundled demo model",
      "  decorum bench --random-weights --scale 0.1    a model of GPT-2 small's size",
      "  decorum bench -m ./chai-model --workload bot-mix,turns -o today.json",
      "  decorum bench --export workloads/             to time other programs on"
    })
final class BenchCommand implements Callable<Integer> {
  private static final int MOST_TOKENS = 1024;

  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private BenchFlags bench = new BenchFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private ReportFlags report = new ReportFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  BenchCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    BenchOptions options = bench.options();
    if (report.format() == ReportFlags.ReportFormat.JUNIT) {
      throw new ParameterException(
          command.commandLine(), "a benchmark checks nothing, so there is no JUnit report of it");
    }
    OutputTargets.of(command.commandLine()).reading(model).writing(report.output()).check();
    engine.check();
    Path export = bench.export();
    if (export != null) {
      BenchExport.write(export, options, exportTokens(notices), notices);
      return ExitCode.DONE;
    }
    BenchReport measured = measure(options, notices);
    report.write(
        new ReportFlags.Report(
            "Throughput of " + measured.model().name(),
            () -> BenchDocument.of(measured),
            () -> BenchJson.text(measured, Version.ofDecorum(), RuntimeVersions.all()),
            List::of,
            List.of()),
        streams);
    return ExitCode.DONE;
  }

  /** Random weights need not be written to know how much they would see. */
  private int exportTokens(Notices notices) {
    return bench.randomWeights()
        ? RandomCheckpoint.GPT2_SMALL.positions()
        : Math.min(MOST_TOKENS, model.open(notices).maxTokens());
  }

  private BenchReport measure(BenchOptions options, Notices notices) throws Exception {
    try (BenchModel opened = BenchModel.open(bench, model, notices)) {
      int maxTokens = Math.min(MOST_TOKENS, opened.bundle().maxTokens());
      if (maxTokens < MOST_TOKENS) {
        notices.note(
            "the model sees "
                + maxTokens
                + " tokens, so conversations are made shorter than for 1,024");
      }
      long start = System.nanoTime();
      try (RewardModel loaded = engine.load(opened.bundle(), maxTokens, notices)) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Bench(
                loaded, maxTokens, engine.plan(), engine.pipeline(Long.MAX_VALUE, loaded, notices))
            .run(options, opened.isRandom(), seconds, new BenchProgress(notices));
      }
    }
  }
}
