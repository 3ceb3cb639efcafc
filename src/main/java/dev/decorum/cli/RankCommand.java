package dev.decorum.cli;

import dev.decorum.run.OutputRequest;
import dev.decorum.run.PairRequest;
import dev.decorum.run.RankRequest;
import dev.decorum.run.RankRun;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rank}: ranks replies to the same context and makes preference data from the ranking. */
@Command(
    name = "rank",
    description = {
      "Rank replies to the same context, and make preference data from them.",
      "Every reply is scored as the last message of its conversation. A row with several replies"
          + " (candidates, responses, chosen and rejected) is a group, and so are the"
          + " alternatives of a message (swipes, branches, regenerations, further choices); rows"
          + " with one reply each need --group. Score files of decorum score are ranked without"
          + " scoring again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum rank candidates.jsonl",
      "  decorum rank samples.jsonl --group context_id --best-of -o best.csv",
      "  decorum rank samples.jsonl --group context_id --pairs dpo -o pairs.jsonl",
      "  decorum rank a.jsonl b.jsonl --group context_id --pairs dpo --split 0.9 -o pairs.jsonl",
      "  decorum rank scores.csv --group context_id    ranks scores of an earlier run",
      "  decorum rank pairs.jsonl --by channel         agreement with what people chose"
    })
final class RankCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ScoringFlags scoring = new ScoringFlags();
  @Mixin private RankFlags ranking = new RankFlags();
  @Mixin private PairFlags pairing = new PairFlags();
  @Mixin private OutputFlags output = new OutputFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();
  @Mixin private DryRunFlags dryRun = new DryRunFlags();

  RankCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    PairRequest pairs = pairing.request(command.commandLine().getParseResult());
    List<String> keep = scoring.input().keep();
    OutputRequest written =
        pairs.isWanted()
            ? output.requestOfPairs(keep, streams.lasting())
            : output.request(keep, streams.lasting());
    RankRequest request = ranking.request(scoring.request(streams), pairs, written, html.request());
    RankRun run = new RankRun(request, scoring.context(streams, command));
    return dryRun.run(run::run, run::plan, streams);
  }
}
