package dev.decorum.cli;

import dev.decorum.run.ShowRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code show}: shows what the model reads. */
@Command(
    name = "show",
    description =
        "Show the exact text that the model sees for a conversation, where messages and tokens were"
            + " cut, and the token ids.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum show chats.jsonl --limit 1",
      "  decorum show chats.jsonl --id c42 --formatter chatml --turns bot",
      "  decorum show chats.jsonl --json | jq -r .text"
    })
final class ShowCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags window = new WindowFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Show only the conversation with this id.")
  private String id = "";

  @Option(names = "--json", description = "Write one JSON object per window instead.")
  private boolean json;

  ShowCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    ShowRun run =
        new ShowRun(
            input.request(streams),
            model.request(),
            window.request(),
            new Notices(streams, verbosity));
    return ExitCode.of(
        run.run(
            id.isEmpty() ? null : id,
            json,
            json ? streams.exact() : streams.pages(),
            streams.layout()));
  }
}
