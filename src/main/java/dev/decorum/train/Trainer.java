package dev.decorum.train;

import dev.decorum.train.TrainingOptions.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a classifier by the loop of Hugging Face's {@code Trainer}: batches, accumulated
 * gradients, a linear schedule of the learning rate, and an evaluation with a checkpoint every so
 * many updates and at the end.
 *
 * <p>A loss is the mean over all rows of an update, however they are spread over batches. (Trainer
 * counts batches of different sizes alike, or, in version 5, adds them up, unless labels are
 * smoothed.) Evaluations are without label smoothing, so that their loss is that of {@code
 * evaluate}.
 *
 * <p>Everything random follows from the seed and the number of updates, so a training that goes on
 * from a checkpoint gives the same weights as one that was never interrupted, as long as the engine
 * computes the same sums in the same order: on a CPU with the same number of threads.
 */
public final class Trainer {
  private static final double NANOS = 1e9;

  /** The quotient of an irrational number that spreads seeds. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final TrainingOptions options;
  private final Learner learner;
  private final Examples training;
  private final Examples validation;
  private final Checkpoints checkpoints;
  private final TrainingLogWriter log;
  private final TrainingListener listener;
  private final Map<String, String> recipe;

  private final LinearSchedule schedule;
  private final long stepsInEpoch;
  private final long steps;

  private long step;
  private TrainerState.@Nullable Best best;
  private int worse;
  private double lossSum;
  private long lossCount;
  private double totalLoss;
  private @Nullable Double lastLoss;
  private long tokens;
  private double secondsBefore;
  private double gradNorm;
  private long started;
  private long firstStep;

  /**
   * @param recipe everything that decides the weights, by name; a checkpoint of another is refused
   */
  public Trainer(
      TrainingOptions options,
      Learner learner,
      Examples training,
      Examples validation,
      Checkpoints checkpoints,
      TrainingLogWriter log,
      TrainingListener listener,
      Map<String, String> recipe) {
    this.options = options;
    this.learner = learner;
    this.training = training;
    this.validation = validation;
    this.checkpoints = checkpoints;
    this.log = log;
    this.listener = listener;
    this.recipe = Map.copyOf(recipe);
    this.stepsInEpoch = options.stepsInEpoch(training.size());
    this.steps = options.steps(training.size());
    this.schedule = new LinearSchedule(options.learningRate(), options.warmupSteps(), steps);
  }

  /** The number of all updates. */
  public long steps() {
    return steps;
  }

  /**
   * Continues from a checkpoint.
   *
   * @throws dev.decorum.model.files.ModelException if it is damaged
   */
  public void restore(TrainerState state) throws IOException {
    checkpoints.load(state, learner);
    log.cutTo(state.logLength());
    step = state.step();
    best = state.best();
    worse = state.worse();
    lossSum = state.lossSum();
    lossCount = state.lossCount();
    totalLoss = state.totalLoss();
    lastLoss = state.lastLoss();
    tokens = state.tokens();
    secondsBefore = state.seconds();
  }

  /**
   * Trains to the end.
   *
   * @return the final state, whose best checkpoint is whole
   * @throws TrainingException if the loss or the gradients are not finite numbers
   * @throws InterruptedException if this thread is interrupted; checkpoints remain
   */
  public TrainerState run() throws IOException, InterruptedException {
    started = System.nanoTime();
    firstStep = step;
    while (step < steps && !isOutOfPatience()) {
      int epoch = (int) (step / stepsInEpoch);
      int[] order = options.order().of(training, epoch);
      long end = Math.min(steps, (epoch + 1) * stepsInEpoch);
      while (step < end && !isOutOfPatience()) {
        update(order, (int) (step - epoch * stepsInEpoch));
      }
    }
    TrainerState state = state();
    double seconds = state.seconds();
    log.write(
        new LogEntry.Finished(
            step,
            epoch(),
            totalLoss / Math.max(1, step),
            seconds,
            epoch() * training.size() / seconds,
            step / seconds,
            tokens / seconds));
    log.sync();
    return state;
  }

  private boolean isOutOfPatience() {
    return options.patience() != null && worse >= options.patience();
  }

  /** One update, with what follows from it. */
  private void update(int[] order, int stepOfEpoch) throws IOException, InterruptedException {
    int first = stepOfEpoch * options.gradientAccumulationSteps();
    int batches =
        Math.min(
            options.gradientAccumulationSteps(), options.order().batches(order.length) - first);
    int start = first * options.trainBatchSize();
    int rows = (int) Math.min(order.length - start, (long) batches * options.trainBatchSize());
    double loss = 0;
    for (int i = 0; i < batches; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int from = start + i * options.trainBatchSize();
      Batch batch = batch(training, order, from, end(order, from, options.trainBatchSize()));
      tokens += batch.tokens();
      double share = (double) batch.size() / rows;
      loss += share * learner.accumulate(batch, share, seed(step, i));
    }
    requireFinite(step + 1, "loss", loss);
    gradNorm = learner.update(schedule.rate(step));
    if (learner.lossScale() == 1) {
      requireFinite(step + 1, "norm of the gradients", gradNorm);
    }
    step++;
    lossSum += loss;
    lossCount++;
    totalLoss += loss;
    double pace = (System.nanoTime() - started) / NANOS / (step - firstStep);
    listener.stepped(step, steps, loss, pace * (steps - step));
    if (step % options.loggingSteps() == 0) {
      writeLog();
    }
    if (step % options.evalSteps() == 0 || step == steps) {
      evaluate();
    }
  }

  private void requireFinite(long at, String what, double value) {
    if (Double.isFinite(value)) {
      return;
    }
    TrainerState.Best known = best;
    throw new TrainingException(
        "step "
            + at
            + ": the "
            + what
            + " is "
            + (Double.isNaN(value) ? "not a number" : "infinite")
            + ", so training cannot go on; try a lower --learning-rate, or --warmup-steps; "
            + (known == null
                ? "there is no checkpoint yet"
                : "the best checkpoint is " + checkpoints.at(known.step())));
  }

  private static Batch batch(Examples examples, int[] order, int from, int to) throws IOException {
    List<Example> chosen = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      chosen.add(examples.get(order[i]));
    }
    return new Batch(chosen);
  }

  /** The end of a batch that is not longer than the rest. */
  private static int end(int[] order, int from, int size) {
    return from + Math.min(order.length - from, size);
  }

  /** The seed of dropout in a batch. */
  private long seed(long ofStep, int batch) {
    return (options.seed() * GOLDEN + ofStep) * GOLDEN + batch;
  }

  /** The epochs so far: whole ones, and the share of this one's batches. */
  private double epoch() {
    long whole = step / stepsInEpoch;
    long batches = (step - whole * stepsInEpoch) * options.gradientAccumulationSteps();
    return whole + (double) batches / options.order().batches(training.size());
  }

  private void writeLog() throws IOException {
    double loss = lossSum / lossCount;
    log.write(new LogEntry.LoggedStep(step, epoch(), loss, gradNorm, schedule.rate(step - 1)));
    lastLoss = loss;
    lossSum = 0;
    lossCount = 0;
  }

  private void evaluate() throws IOException, InterruptedException {
    long start = System.nanoTime();
    int[] order =
        IntStream.range(0, validation.size())
            .boxed()
            .sorted(Comparator.comparingInt(validation::length))
            .mapToInt(Integer::intValue)
            .toArray();
    double loss = 0;
    long right = 0;
    long count = 0;
    int to;
    for (int from = 0; from < order.length; from = to) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      to = endOfBatch(order, from);
      Learner.Quality quality = learner.evaluate(batch(validation, order, from, to));
      loss += quality.loss();
      right += quality.right();
      count += quality.count();
      listener.evaluating(to, order.length);
    }
    requireFinite(step, "loss on the validation data", loss);
    double seconds = (System.nanoTime() - start) / NANOS;
    LogEntry.Evaluated evaluation =
        new LogEntry.Evaluated(
            step, epoch(), loss / count, (double) right / count, seconds, order.length / seconds);
    TrainerState.Best candidate =
        new TrainerState.Best(step, evaluation.loss(), evaluation.accuracy());
    boolean better = isBetter(candidate);
    log.write(evaluation);
    log.sync();
    worse = better ? 0 : worse + 1;
    if (better) {
      best = candidate;
    }
    checkpoints.save(state(), learner);
    listener.evaluated(evaluation, lastLoss == null ? Double.NaN : lastLoss, better);
  }

  /** The end of a batch of examples that are sorted by length: one of much padding is cut short. */
  private int endOfBatch(int[] order, int from) {
    int most = end(order, from, options.evalBatchSize());
    int shortest = validation.length(order[from]);
    int to = from + 1;
    while (to < most && validation.length(order[to]) <= shortest + shortest / 4 + 8) {
      to++;
    }
    return to;
  }

  private boolean isBetter(TrainerState.Best candidate) {
    TrainerState.Best known = best;
    Metric metric = options.metric();
    return known == null || metric.isBetter(candidate.value(metric), known.value(metric));
  }

  private TrainerState state() throws IOException {
    return new TrainerState(
        recipe,
        step,
        steps,
        epoch(),
        best,
        worse,
        lossSum,
        lossCount,
        totalLoss,
        lastLoss,
        log.length(),
        learner.lossScale(),
        tokens,
        secondsBefore + (System.nanoTime() - started) / NANOS,
        Map.of());
  }
}
