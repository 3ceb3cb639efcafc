package dev.decorum.cli;

import dev.decorum.run.RunContext;
import dev.decorum.run.ScoreRequest;
import dev.decorum.run.ScoreRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code score}: scores conversations. */
@Command(
    name = "score",
    description = "Score conversations and write one row for each.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum score chats.jsonl",
      "  decorum score -m ./chai-model 'logs/**/*.jsonl.gz' -o scores.csv",
      "  decorum score export.csv --map id=conversationId --keep channel,label",
      "  decorum score big.jsonl --shard 2/4 -o part-2.csv",
      "  zcat chats.gz | decorum score - --output-format jsonl | jq .tokens"
    })
final class ScoreCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ScoringFlags scoring = new ScoringFlags();
  @Mixin private ShardFlags shard = new ShardFlags();
  @Mixin private OutputFlags output = new OutputFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();
  @Mixin private ReuseFlags reuse = new ReuseFlags();
  @Mixin private DryRunFlags dryRun = new DryRunFlags();

  ScoreCommand(Streams streams) {
    this.streams = streams;
  }

  /** Whether there are files that are written even if nobody reads the rows any longer. */
  private boolean writesMore() {
    return output.hasSummary() || html.isWanted() || scoring.writesRejects();
  }

  @Override
  public Integer call() throws Exception {
    RunContext context =
        output.isExactOnTerminal(streams)
            ? scoring.contextWithoutProgress(streams, command)
            : scoring.context(streams, command);
    ScoreRequest request =
        new ScoreRequest(
            scoring.request(streams),
            shard.shard(),
            output.request(scoring.input().keep(), writesMore() ? streams.lasting() : streams),
            html.request(),
            reuse.request());
    ScoreRun run = new ScoreRun(request, context);
    return dryRun.run(run::run, run::plan, streams);
  }
}
