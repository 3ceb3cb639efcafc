package dev.decorum.train;

import dev.decorum.train.TrainingOptions.Metric;
import org.jspecify.annotations.Nullable;

/** Makes {@link TrainingOptions} of small trainings, each setting by its name. */
public final class Recipe {
  private double learningRate = 1e-3;
  private int trainBatchSize = 4;
  private int evalBatchSize = 8;
  private int accumulation = 1;
  private double epochs = 1;
  private @Nullable Long maxSteps;
  private long warmupSteps;
  private long evalSteps = 10;
  private long loggingSteps = 1;
  private long seed = 42;
  private boolean shuffle;
  private boolean groupByLength;
  private Metric metric = Metric.LOSS;
  private @Nullable Integer patience;

  public Recipe learningRate(double value) {
    learningRate = value;
    return this;
  }

  public Recipe trainBatchSize(int value) {
    trainBatchSize = value;
    return this;
  }

  public Recipe evalBatchSize(int value) {
    evalBatchSize = value;
    return this;
  }

  public Recipe accumulation(int value) {
    accumulation = value;
    return this;
  }

  public Recipe epochs(double value) {
    epochs = value;
    return this;
  }

  public Recipe maxSteps(long value) {
    maxSteps = value;
    return this;
  }

  public Recipe warmupSteps(long value) {
    warmupSteps = value;
    return this;
  }

  public Recipe evalSteps(long value) {
    evalSteps = value;
    return this;
  }

  public Recipe loggingSteps(long value) {
    loggingSteps = value;
    return this;
  }

  public Recipe seed(long value) {
    seed = value;
    return this;
  }

  public Recipe shuffle() {
    shuffle = true;
    return this;
  }

  public Recipe groupByLength() {
    groupByLength = true;
    return this;
  }

  public Recipe metric(Metric value) {
    metric = value;
    return this;
  }

  public Recipe patience(int value) {
    patience = value;
    return this;
  }

  public TrainingOptions options() {
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
        shuffle,
        groupByLength,
        metric,
        patience);
  }
}
