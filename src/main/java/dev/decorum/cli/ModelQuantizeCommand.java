package dev.decorum.cli;

import dev.decorum.model.Agreement;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.Quantization;
import dev.decorum.read.ConversationSource;
import dev.decorum.report.ModelDescription;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the integer forms of a model ahead of their first use. */
@Command(
    name = "quantize",
    description = {
      "Make the integer forms of a model, which score faster, and measure how far their scores are"
          + " from float32.",
      "They are kept in the user's cache under the hash of the model and found there by"
          + " --precision int8x3 and --precision int8; the model's folder stays as it is."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  decorum model quantize ./chai-model",
      "  decorum model quantize ./chai-model --calibrate logs/2026-11.jsonl --precision int8"
    })
final class ModelQuantizeCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();

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
          "Conversations of your own, in any format that score reads: every other one shows how"
              + " large activations become, the others measure the result. Default: a small sample of"
              + " invented ones.")
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
    List<Precision> precisions = precisions();
    ModelBundle bundle = ModelLocation.open(model, labels.label());
    bundle.checkpoint();
    Notices notices = new Notices(streams.err(), verbosity);
    PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    for (Precision wanted : precisions) {
      notices.note("making the " + wanted.label() + " form of " + bundle.name());
      Agreement agreement = make(bundle, wanted, notices);
      ModelDescription.agreement(wanted, agreement).forEach(line -> out.print(line + "\n"));
    }
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
                new ParameterException(
                    command.commandLine(),
                    "--precision: '" + precision + "' is none; there are int8x3, int8 and all"));
  }

  private Agreement make(ModelBundle bundle, Precision wanted, Notices notices) throws Exception {
    Quantization quantization = new Quantization(bundle);
    if (calibrate.isEmpty()) {
      return quantization.makeFromSample(wanted).agreement();
    }
    try (ConversationSource source = InputFlags.openAsTheyAre(calibrate, streams.in(), notices)) {
      return quantization.make(wanted, source, String.join(", ", calibrate)).agreement();
    }
  }
}
