package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.hub.ModelLocation;
import dev.decorum.model.Precision;
import dev.decorum.run.ModelRequest;
import dev.decorum.run.QuantizeRun;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model quantize}: makes the integer forms of a model before they are first used. */
@Command(
    name = "quantize",
    description = {
      "Make the integer forms of a model, which score faster, and measure how far their scores are"
          + " from float32.",
      "They are kept in the user's cache by the hash of the model, and used by --precision int8x3"
          + " and --precision int8; the model's folder stays as it is."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  decorum model quantize ./chai-model",
      "  decorum model quantize ./chai-model --calibrate logs/2026-11.jsonl --precision int8"
    })
final class ModelQuantizeCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description =
          "The model folder, or OWNER/NAME[@REVISION] of a model that was pulled; the bundled demo"
              + " model without one.")
  private @Nullable ModelLocation model;

  @Option(
      names = "--calibrate",
      paramLabel = "FILE",
      description =
          "Conversations of your own, in any format that score reads: every other one calibrates"
              + " the ranges of activations, the others measure the result. Default: a small"
              + " sample of generated ones.")
  private List<String> calibrate = new ArrayList<>();

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "all",
      description = "int8x3, int8 or all (default: ${DEFAULT-VALUE}).")
  private String precision = "all";

  @Mixin private Verbosity verbosity = new Verbosity();

  @Mixin private LabelFlags labels = new LabelFlags();

  ModelQuantizeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    new QuantizeRun(new ModelRequest(model, labels.label()), new Notices(streams, verbosity))
        .run(precisions(), calibrate, streams.in(), line -> out.print(line + "\n"));
    return ExitCode.DONE;
  }

  private List<Precision> precisions() {
    if (precision.equals("all")) {
      return List.of(Precision.INT8X3, Precision.INT8);
    }
    return Precision.named(precision)
        .filter(Precision::isQuantized)
        .map(List::of)
        .orElseThrow(
            () ->
                new UsageException(
                    "--precision: '"
                        + precision
                        + "' is not a precision; known are int8x3, int8 and all"));
  }
}
