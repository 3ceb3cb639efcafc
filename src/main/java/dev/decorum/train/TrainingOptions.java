package dev.decorum.train;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The recipe of a training, with the names of Hugging Face's {@code TrainingArguments}.
 *
 * @param learningRate the highest learning rate, above 0
 * @param trainBatchSize the number of examples in a batch, at least 1
 * @param evalBatchSize the number of examples that are evaluated together, at least 1
 * @param gradientAccumulationSteps the number of batches in an update, at least 1
 * @param epochs how often every example is seen, above 0
 * @param maxSteps the number of all updates; null for what the epochs give
 * @param warmupSteps the number of updates until the highest learning rate, at least 0
 * @param evalSteps the number of updates between evaluations, each with a checkpoint, at least 1
 * @param loggingSteps the number of updates between lines of the log, at least 1
 * @param seed of the order of examples, of dropout, and of new weights
 * @param shuffle whether each epoch has an order of its own
 * @param groupByLength whether examples of similar length are put together
 * @param metric the number that decides which checkpoint is best
 * @param patience the number of evaluations without a better one after which training ends; null
 *     for no such end
 */
public record TrainingOptions(
    double learningRate,
    int trainBatchSize,
    int evalBatchSize,
    int gradientAccumulationSteps,
    double epochs,
    @Nullable Long maxSteps,
    long warmupSteps,
    long evalSteps,
    long loggingSteps,
    long seed,
    boolean shuffle,
    boolean groupByLength,
    Metric metric,
    @Nullable Integer patience) {

  /** A number by which checkpoints are compared. */
  public enum Metric {
    /** The mean cross-entropy of the validation examples: lower is better. */
    LOSS,
    /** The share of validation examples whose label has the highest output: higher is better. */
    ACCURACY;

    /** Whether one value is better than another. */
    boolean isBetter(double value, double than) {
      return this == LOSS ? value < than : value > than;
    }
  }

  public TrainingOptions {
    Objects.requireNonNull(metric);
    if (!(learningRate > 0)
        || trainBatchSize < 1
        || evalBatchSize < 1
        || gradientAccumulationSteps < 1
        || !(epochs > 0)
        || (maxSteps != null && maxSteps < 1)
        || warmupSteps < 0
        || evalSteps < 1
        || loggingSteps < 1
        || (patience != null && patience < 1)) {
      throw new IllegalArgumentException("no recipe");
    }
  }

  /** The same recipe for a language model, of which the one with the lowest loss is kept. */
  public TrainingOptions ofLanguageModel(double ownLearningRate, double ownEpochs) {
    return new TrainingOptions(
        ownLearningRate,
        trainBatchSize,
        evalBatchSize,
        gradientAccumulationSteps,
        ownEpochs,
        null,
        warmupSteps,
        evalSteps,
        loggingSteps,
        seed,
        shuffle,
        groupByLength,
        Metric.LOSS,
        null);
  }

  /** The order of the examples. */
  public BatchOrder order() {
    return new BatchOrder(trainBatchSize, shuffle, groupByLength, seed);
  }

  /**
   * The number of updates in an epoch; the last may be of fewer batches than others.
   *
   * @param examples the number of training examples
   */
  public long stepsInEpoch(int examples) {
    long batches = order().batches(examples);
    return (batches + gradientAccumulationSteps - 1) / gradientAccumulationSteps;
  }

  /** The number of updates of the whole training. */
  public long steps(int examples) {
    return maxSteps != null ? maxSteps : (long) Math.ceil(epochs * stepsInEpoch(examples));
  }
}
