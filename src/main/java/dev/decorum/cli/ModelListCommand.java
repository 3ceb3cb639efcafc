package dev.decorum.cli;

import dev.decorum.hub.HubCache;
import dev.decorum.hub.HubSettings;
import dev.decorum.report.ModelTable;
import dev.decorum.run.ModelListing;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code model list}: lists the models in the hub's cache. */
@Command(
    name = "list",
    description = {
      "List the models in the cache of the Hugging Face hub on this machine, whether Decorum or"
          + " Python has fetched them, and which of them can be used. Opens no connection.",
      "The cache is HF_HUB_CACHE, or else the folder hub in HF_HOME, or else"
          + " ~/.cache/huggingface/hub."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  decorum model list",
      "  decorum model list --json | jq -r '.[] | select(.usable) | .model'"
    })
final class ModelListCommand implements Callable<Integer> {
  private final Streams streams;
  private final HubSettings hub;

  @Option(names = "--json", description = "Write JSON instead.")
  private boolean json;

  ModelListCommand(Streams streams, HubSettings hub) {
    this.streams = streams;
    this.hub = hub;
  }

  @Override
  public Integer call() {
    HubCache cache = hub.cache();
    List<ModelTable.Row> rows = ModelListing.of(cache);
    if (!json && rows.isEmpty()) {
      new Notices(streams, new Verbosity())
          .warning(
              "no models in " + cache.root() + "; 'decorum model pull OWNER/NAME' fetches one");
      return ExitCode.DONE;
    }
    try (PrintStream out =
        new PrintStream(json ? streams.exact() : streams.pages(), false, StandardCharsets.UTF_8)) {
      if (json) {
        out.print(ModelTable.json(rows) + "\n");
      } else {
        ModelTable.lines(rows, streams.layout()).forEach(line -> out.print(line + "\n"));
      }
    }
    return ExitCode.DONE;
  }
}
