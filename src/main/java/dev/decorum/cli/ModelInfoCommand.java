package dev.decorum.cli;

import dev.decorum.infer.Device;
import dev.decorum.model.Agreement;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.Quantization;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.report.ModelDescription;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was understood of a model folder. */
@Command(
    name = "info",
    description =
        "Show what was understood of a model folder, with the SHA-256 of its files and how well its"
            + " integer forms agree with it, where they were made.",
    mixinStandardHelpOptions = true)
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
    ModelBundle bundle = ModelLocation.open(model, labels.label());
    // What could not be scored with is no model: the graph is opened and the weights are looked at.
    RewardModel.load(bundle, bundle.maxTokens(), Device.CPU).close();
    Map<Precision, Agreement> agreements = new Quantization(bundle).agreements();
    PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    if (json) {
      out.print(ModelDescription.json(bundle, agreements) + "\n");
    } else {
      ModelDescription.lines(bundle, agreements).forEach(line -> out.print(line + "\n"));
    }
    return ExitCode.DONE;
  }
}
