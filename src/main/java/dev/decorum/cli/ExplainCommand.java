package dev.decorum.cli;

import dev.decorum.run.ExplainRequest;
import dev.decorum.run.ExplainRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code explain}: shows why a conversation scores what it scores. */
@Command(
    name = "explain",
    description = {
      "Show why a conversation scores what it scores: its score after every message, and its score"
          + " without each message that the model reads, without persona and without example"
          + " dialogue. Every number is the score of an edited conversation; nothing is estimated.",
      "It shows how the model reacts, not why people do. Differences do not add up, since messages"
          + " work together, and none of them is a verdict on a message or its author.",
      "A message that is left out is not replaced by an older one: the model reads one fewer."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum explain chat.json",
      "  decorum explain chats.jsonl --id c42",
      "  decorum explain chats.jsonl --lowest 10 -o worst.html",
      "  decorum explain chats.jsonl --id c42 --format json | jq '.conversations[0].largest_fall'"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ScoringFlags scoring = new ScoringFlags();
  @Mixin private ExplainFlags explained = new ExplainFlags();
  @Mixin private ReportFlags report = new ReportFlags();

  ExplainCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    ExplainRequest request =
        new ExplainRequest(
            scoring.request(streams),
            explained.id(),
            explained.lowest(),
            explained.last(),
            report.request(streams));
    return ExitCode.of(new ExplainRun(request, scoring.context(streams, command)).run());
  }
}
