package dev.decorum.cli;

import dev.decorum.conversation.Rejection;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the model sees. */
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
  @Mixin private WindowFlags windowing = new WindowFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Show only the conversation with this id.")
  private String id = "";

  @Option(names = "--json", description = "Write one JSON object a window instead.")
  private boolean json;

  ShowCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    ModelBundle bundle = model.open(notices);
    FormatterTemplates formatter = windowing.formatter(bundle);
    WindowOptions options = windowing.window(bundle);
    long rejected = 0;
    long read = 0;
    boolean found = false;
    try (ConversationSource source = input.open(streams.in(), notices);
        WindowTokenizer tokenizer = RewardModel.tokenizer(bundle, options.maxTokens());
        PrintStream out = new PrintStream(streams.out(), false, StandardCharsets.UTF_8)) {
      Windower windower = new Windower(new DialogueFormatter(formatter), options, tokenizer);
      WindowPrinter printer =
          new WindowPrinter(windower, tokenizer, formatter.name(), json, out, notices);
      for (; read < input.limit() && !printer.isClosed(); read++) {
        Optional<ReadResult> next = source.next();
        if (next.isEmpty()) {
          break;
        }
        if (next.get() instanceof ReadResult.Rejected bad) {
          rejected++;
          report(bad.rejection(), notices);
        } else if (next.get() instanceof ReadResult.Accepted good && isWanted(good)) {
          found = true;
          printer.print(good.conversation());
        }
      }
    }
    if (!found && !id.isEmpty()) {
      throw new InputException(
          "no conversation has the id \"" + id + "\" among the " + read + " rows that were read");
    }
    return rejected > 0 ? ExitCode.GATE : ExitCode.DONE;
  }

  private boolean isWanted(ReadResult.Accepted accepted) {
    return id.isEmpty() || accepted.conversation().id().equals(id);
  }

  private static void report(Rejection rejection, Notices notices) {
    notices.note("rejected " + rejection.location() + ": " + rejection.reason());
  }
}
