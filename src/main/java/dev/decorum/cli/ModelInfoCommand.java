package dev.decorum.cli;

import dev.decorum.hub.ModelLocation;
import dev.decorum.run.ModelInfo;
import dev.decorum.run.ModelRequest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model info}: shows how a model folder is understood. */
@Command(
    name = "info",
    description =
        "Show how a model folder is understood, with the SHA-256 of its files and the agreement of"
            + " its integer forms, if they were made.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  decorum model info ./chai-model", "  decorum model info --json | jq .label_order"})
final class ModelInfoCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description =
          "The model folder, or OWNER/NAME[@REVISION] of a model that was pulled; the bundled demo"
              + " model without one.")
  private @Nullable ModelLocation model;

  @Option(names = "--json", description = "Write JSON instead.")
  private boolean json;

  @Mixin private LabelFlags labels = new LabelFlags();

  ModelInfoCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    ModelInfo info = new ModelInfo(new ModelRequest(model, labels.label()));
    try (PrintStream out =
        new PrintStream(json ? streams.exact() : streams.pages(), false, StandardCharsets.UTF_8)) {
      if (json) {
        out.print(info.json() + "\n");
      } else {
        info.lines().forEach(line -> out.print(line + "\n"));
      }
    }
    return ExitCode.DONE;
  }
}
