package dev.decorum.cli;

import dev.decorum.run.RunContext;
import dev.decorum.run.TrainRequest;
import dev.decorum.run.TrainRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: trains a classifier on labelled conversations. */
@Command(
    name = "train",
    description = {
      "Train a reward model of your own on conversations that people labelled, by the recipe of the"
          + " published model card.",
      "The result is a Hugging Face folder that score -m takes at once. The same command goes on"
          + " where an interrupted training stopped.",
      "Training needs PyTorch's libraries, which are not part of the installation: mvn -Ptraining"
          + " -DskipTests package adds them."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum train -m gpt2/ rated.jsonl --validation-share 0.1 --group user_id \\",
      "    -o judge/",
      "  decorum train -m judge/ new.jsonl --validation val.jsonl -o judge-2/",
      "  decorum train rated.csv --map label=rating --positive good,great \\",
      "    --validation-share 0.1 -o judge/",
      "  decorum train --from-scratch --n-layer 2 --n-head 2 --n-embd 64 \\",
      "    --n-positions 512 rated.jsonl --validation val.jsonl \\",
      "    --learning-rate 1e-3 -o tiny/",
      "  decorum report judge/ -o curves.html     the learning curves, as a page"
    })
final class TrainCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ValidationFlags validation = new ValidationFlags();
  @Mixin private StartFlags start = new StartFlags();
  @Mixin private WindowFlags window = new WindowFlags();
  @Mixin private RecipeFlags recipe = new RecipeFlags();
  @Mixin private TrainerFlags trainer = new TrainerFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private DryRunFlags dryRun = new DryRunFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "The folder of the trained model.")
  private Path output = Path.of("");

  @Option(
      names = "--resume",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Go on from the last checkpoint in FOLDER (default); --no-resume starts again, and"
              + " replaces what is there.")
  private boolean resume = true;

  TrainCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    input.needLabels();
    TrainRequest request =
        new TrainRequest(
            input.request(streams),
            validation.request(),
            start.request(),
            window.request(),
            rejects.policy(),
            recipe.options(),
            recipe.languageModel(),
            recipe.adam(),
            recipe.dropout(),
            recipe.labelSmoothing(),
            trainer.mixedPrecision(),
            trainer.device(),
            trainer.threads(),
            output,
            resume);
    RunContext context =
        new RunContext(
            new Notices(streams, verbosity, rejects.progress()), OptionDefaults.filesOf(command));
    TrainRun run = new TrainRun(request, context);
    return dryRun.run(run::run, run::plan, streams);
  }
}
