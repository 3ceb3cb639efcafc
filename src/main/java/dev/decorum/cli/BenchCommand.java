package dev.decorum.cli;

import dev.decorum.run.BenchRequest;
import dev.decorum.run.BenchRun;
import dev.decorum.run.RunContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench}: measures the throughput of this machine. */
@Command(
    name = "bench",
    description = {
      "Measure the throughput of this machine on generated conversations, which depend only on the"
          + " seed, and find the best settings."
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
    Notices notices = new Notices(streams, verbosity);
    BenchRequest request =
        bench.request(
            model.request(), engine.request(), report.request(streams), new BenchProgress(notices));
    RunContext context = new RunContext(notices, OptionDefaults.filesOf(command));
    return ExitCode.of(new BenchRun(request, context).run());
  }
}
