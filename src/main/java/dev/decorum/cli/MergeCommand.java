package dev.decorum.cli;

import dev.decorum.run.MergeRun;
import dev.decorum.run.RunContext;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code merge}: combines score files into one. */
@Command(
    name = "merge",
    description = {
      "Merge score files: the shards of one input, or the scores of several inputs.",
      "Their manifests have to agree on model, formatter, window, baseline, precision and"
          + " calibration; all shards of an input have to be there, and no id may occur twice."
          + " Rows are copied unchanged, shards in the order of their numbers, and the summary is"
          + " computed anew. To merge files of rejects, use cat."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum score big.jsonl --shard 1/2 -o part-1.csv & \\",
      "  decorum score big.jsonl --shard 2/2 -o part-2.csv; wait",
      "  decorum merge part-*.csv -o scores.csv",
      "  decorum merge monday.jsonl tuesday.jsonl.gz -o week.jsonl"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:done, but shards are missing (--allow-gaps)",
      "2:wrong usage",
      "3:a score file is unusable, or they do not belong together"
    })
final class MergeCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private MergeFlags merging = new MergeFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  MergeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    RunContext context =
        new RunContext(new Notices(streams, verbosity), OptionDefaults.filesOf(command));
    return ExitCode.of(new MergeRun(merging.request(), context).run());
  }
}
