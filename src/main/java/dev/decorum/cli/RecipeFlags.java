package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.model.Dropout;
import dev.decorum.train.AdamOptions;
import dev.decorum.train.TrainingOptions;
import dev.decorum.train.TrainingOptions.Metric;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Flags for the recipe of a training, named as in the model cards that Hugging Face's Trainer
 * writes; those of its {@code TrainingArguments} that differ are taken, too.
 */
final class RecipeFlags {

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      defaultValue = "1e-5",
      description =
          "The highest learning rate, which falls linearly to 0 (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = {"--num-epochs", "--num-train-epochs"},
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each conversation is seen (default: ${DEFAULT-VALUE}).")
  private double epochs;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "End after N updates, whatever the epochs.")
  private @Nullable Long maxSteps;

  @Option(
      names = {"--train-batch-size", "--per-device-train-batch-size"},
      paramLabel = "N",
      defaultValue = "16",
      description = "Conversations in a batch (default: ${DEFAULT-VALUE}).")
  private int trainBatchSize;

  @Option(
      names = "--gradient-accumulation-steps",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Batches in an update: smaller batches need less memory, and N of them give the same"
              + " update as a large one (default: ${DEFAULT-VALUE}).")
  private int accumulation;

  @Option(
      names = {"--eval-batch-size", "--per-device-eval-batch-size"},
      paramLabel = "N",
      defaultValue = "64",
      description = "Conversations that are evaluated together (default: ${DEFAULT-VALUE}).")
  private int evalBatchSize;

  @Option(
      names = "--eval-steps",
      paramLabel = "N",
      defaultValue = "250",
      description =
          "Evaluate, and keep a checkpoint, after every N updates and at the end (default:"
              + " ${DEFAULT-VALUE}).")
  private long evalSteps;

  @Option(
      names = "--logging-steps",
      paramLabel = "N",
      defaultValue = "50",
      description = "A line of trainer_log.jsonl for every N updates (default: ${DEFAULT-VALUE}).")
  private long loggingSteps;

  @Option(
      names = "--warmup-steps",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Updates in which the learning rate grows from 0 to its highest (default:"
              + " ${DEFAULT-VALUE}).")
  private long warmupSteps;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      defaultValue = "0",
      description = "Weight decay of AdamW (default: ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--max-grad-norm",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "Clip the gradients to this norm; 0 for no clipping (default: ${DEFAULT-VALUE}).")
  private double maxGradNorm;

  @Option(
      names = "--adam-beta1",
      paramLabel = "X",
      defaultValue = "0.9",
      description = "Beta 1 of AdamW (default: ${DEFAULT-VALUE}).")
  private double beta1;

  @Option(
      names = "--adam-beta2",
      paramLabel = "X",
      defaultValue = "0.999",
      description = "Beta 2 of AdamW (default: ${DEFAULT-VALUE}).")
  private double beta2;

  @Option(
      names = "--adam-epsilon",
      paramLabel = "X",
      defaultValue = "1e-8",
      description = "Epsilon of AdamW (default: ${DEFAULT-VALUE}).")
  private double epsilon;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description =
          "The share that dropout leaves out everywhere (default: embd_pdrop, resid_pdrop and"
              + " attn_pdrop of the model's config.json, 0.1 in GPT-2).")
  private @Nullable Double dropout;

  @Option(
      names = {"--label-smoothing", "--label-smoothing-factor"},
      paramLabel = "P",
      defaultValue = "0",
      description =
          "The share of a label that is spread over both (default: ${DEFAULT-VALUE});"
              + " label_smoothing_factor of Trainer.")
  private double labelSmoothing;

  @Option(
      names = "--lm-epochs",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "First train as a language model on the texts of the input, labelled or not, for N epochs"
            + " (default: ${DEFAULT-VALUE}). It helps much from scratch, and where conversations"
            + " differ from what the model knows."
      })
  private double languageEpochs;

  @Option(
      names = "--lm-learning-rate",
      paramLabel = "RATE",
      description = "The highest learning rate of --lm-epochs (default: that of --learning-rate).")
  private @Nullable Double languageRate;

  @Option(
      names = "--group-by-length",
      description = "Put conversations of similar length together, which is faster.")
  private boolean groupByLength;

  @Option(
      names = "--no-shuffle",
      description = "Keep the order of the input in every epoch, instead of shuffling it.")
  private boolean noShuffle;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description =
          "The seed of order, dropout, new weights and --validation-share (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      defaultValue = "loss",
      description =
          "Which checkpoint is kept: that of the lowest loss or the highest accuracy on the"
              + " validation data (default: ${DEFAULT-VALUE}).")
  private Metric metric = Metric.LOSS;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "End after N evaluations in a row without a better checkpoint.")
  private @Nullable Integer patience;

  /** The recipe of the training as a language model that comes first; null for none. */
  @Nullable TrainingOptions languageModel() {
    require(languageEpochs >= 0 && languageEpochs <= 1e6, "--lm-epochs must be 0 or more");
    require(
        languageRate == null || (languageRate > 0 && languageRate < 1e6),
        "--lm-learning-rate must be above 0 and below 1000000");
    if (languageEpochs == 0) {
      require(languageRate == null, "--lm-learning-rate is for --lm-epochs");
      return null;
    }
    TrainingOptions options = options();
    return options.ofLanguageModel(
        languageRate == null ? options.learningRate() : languageRate, languageEpochs);
  }

  TrainingOptions options() {
    require(
        learningRate > 0 && learningRate < 1e6,
        "--learning-rate must be above 0 and below 1000000");
    require(epochs > 0 && epochs <= 1e6, "--num-epochs must be above 0");
    require(maxSteps == null || maxSteps >= 1, "--max-steps must be 1 or more");
    require(trainBatchSize >= 1, "--train-batch-size must be 1 or more");
    require(evalBatchSize >= 1, "--eval-batch-size must be 1 or more");
    require(accumulation >= 1, "--gradient-accumulation-steps must be 1 or more");
    require(evalSteps >= 1, "--eval-steps must be 1 or more");
    require(loggingSteps >= 1, "--logging-steps must be 1 or more");
    require(warmupSteps >= 0, "--warmup-steps must be 0 or more");
    require(patience == null || patience >= 1, "--patience must be 1 or more");
    return new TrainingOptions(
        learningRate,
        trainBatchSize,
        evalBatchSize,
        accumulation,
        epochs,
        maxSteps,
        warmupSteps,
        evalSteps,
        loggingSteps,
        seed,
        !noShuffle,
        groupByLength,
        metric,
        patience);
  }

  AdamOptions adam() {
    require(weightDecay >= 0 && weightDecay <= 100, "--weight-decay must be from 0 to 100");
    require(maxGradNorm >= 0, "--max-grad-norm must be 0 or more");
    require(beta1 >= 0 && beta1 < 1, "--adam-beta1 must be from 0 to below 1");
    require(beta2 >= 0 && beta2 < 1, "--adam-beta2 must be from 0 to below 1");
    require(epsilon >= 0 && epsilon < 1, "--adam-epsilon must be from 0 to below 1");
    return new AdamOptions(beta1, beta2, epsilon, weightDecay, maxGradNorm);
  }

  /** The dropout asked for; null for the model's own. */
  @Nullable Dropout dropout() {
    require(dropout == null || Dropout.isShare(dropout), "--dropout must be from 0 to 0.999");
    return dropout == null ? null : Dropout.of(dropout);
  }

  double labelSmoothing() {
    return labelSmoothing;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new UsageException(otherwise);
    }
  }
}
