package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.train.TrainingOptions.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop, with a learner that computes next to nothing. */
class TrainerTest {
  private static final Map<String, String> RECIPE = Map.of("seed", "42");

  @TempDir Path folder;
  private Examples training;
  private Examples validation;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void makeExamples() throws IOException {
    training = Examples.open(2);
    for (int i = 0; i < 5; i++) {
      training.add(new Example(new int[] {i}, 0, i % 2));
    }
    validation = Examples.open(2);
    validation.add(new Example(new int[] {7, 8, 9}, 2, 1));
    validation.add(new Example(new int[] {7}, 0, 0));
    validation.add(new Example(new int[] {8}, 0, 1));
  }

  @AfterEach
  void closeExamples() throws IOException {
    training.close();
    validation.close();
  }

  /** Writes down what it receives, and interrupts the training at a step. */
  private final class Listener implements TrainingListener {
    private final long last;

    Listener(long last) {
      this.last = last;
    }

    @Override
    public void stepped(long step, long steps, double loss, double secondsLeft) {
      told.add(step + "/" + steps);
      if (step == last) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void evaluating(int examples, int all) {
      assertTrue(examples <= all);
    }

    @Override
    public void evaluated(LogEntry.Evaluated evaluation, double trainingLoss, boolean isBest) {
      told.add("evaluated " + evaluation.step() + (isBest ? " best" : ""));
    }
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(folder, "transformer.", Map.of("config.json", new byte[] {'{', '}'}));
  }

  private TrainerState train(TrainingOptions options, Learner learner)
      throws IOException, InterruptedException {
    return train(options, learner, -1);
  }

  /** Trains in the folder, from its last checkpoint if there is one. */
  private TrainerState train(TrainingOptions options, Learner learner, long interruptAt)
      throws IOException, InterruptedException {
    Checkpoints checkpoints = checkpoints();
    try (TrainingLogWriter log = TrainingLogWriter.open(folder)) {
      Trainer trainer =
          new Trainer(
              options,
              learner,
              training,
              validation,
              checkpoints,
              log,
              new Listener(interruptAt),
              RECIPE);
      var last = checkpoints.last();
      if (last.isPresent()) {
        trainer.restore(last.get());
      }
      return trainer.run();
    }
  }

  private TrainingLog log() {
    return TrainingLog.read(folder.resolve(TrainingLog.FILE));
  }

  private static String withoutSeeds(String call) {
    return call.replaceAll(" seed .*", "");
  }

  /** Five rows in batches of 2, two in an update: a last batch of one row is an update itself. */
  @Test
  void batchesAreAccumulatedByTheirRowsAndAnEpochEndsAnUpdate() throws Exception {
    FakeLearner learner = new FakeLearner();
    TrainingOptions options =
        new Recipe()
            .trainBatchSize(2)
            .accumulation(2)
            .epochs(2)
            .warmupSteps(1)
            .evalSteps(100)
            .evalBatchSize(2)
            .options();
    TrainerState state = train(options, learner);
    assertEquals(
        List.of(
            "batch [0 [0], 1 [1]] share 0.5",
            "batch [0 [2], 1 [3]] share 0.5",
            "update 0.0",
            "batch [0 [4]] share 1.0",
            "update 0.001",
            "batch [0 [0], 1 [1]] share 0.5",
            "batch [0 [2], 1 [3]] share 0.5",
            "update 6.666666666666666E-4",
            "batch [0 [4]] share 1.0",
            "update 3.333333333333333E-4",
            "outputs [0 [7], 1 [8]]",
            "outputs [1 [7, 8, 9]]"),
        learner.calls().stream().map(TrainerTest::withoutSeeds).toList());
    Set<String> seeds = new HashSet<>();
    learner.calls().stream()
        .filter(call -> call.contains("seed"))
        .forEach(call -> seeds.add(call.replaceAll(".* seed ", "")));
    assertEquals(6, seeds.size(), "every batch has dropout of its own");
    assertEquals(4, state.step());
    assertEquals(4, state.steps());
    assertEquals(2, state.epoch());
    TrainingLog log = log();
    assertEquals(
        List.of(2.0 / 3, 1.0, 1 + 2.0 / 3, 2.0),
        log.steps().stream().map(LogEntry.LoggedStep::epoch).toList());
    assertEquals(
        List.of(0.0, 0.001),
        log.steps().stream().map(LogEntry.LoggedStep::learningRate).limit(2).toList());
    assertEquals(1.5, log.steps().get(0).gradNorm());
    assertEquals(4, log.evaluations().get(0).step());
    assertTrue(log.end() != null && log.end().step() == 4);
    assertEquals(List.of("1/4", "2/4", "3/4", "4/4", "evaluated 4 best"), told);
  }

  /** Three rows in batches of 2 and 1: a mean over batches would be 3. */
  @Test
  void aLossIsTheMeanOverTheRowsOfAnUpdate() throws Exception {
    Learner learner =
        new FakeLearner() {
          @Override
          public double accumulate(Batch batch, double share, long seed) {
            super.accumulate(batch, share, seed);
            return batch.size() == 2 ? 2 : 5;
          }
        };
    try (Examples three = Examples.open(2)) {
      for (int i = 0; i < 3; i++) {
        three.add(training.get(i));
      }
      training.close();
      training = three;
      train(new Recipe().trainBatchSize(2).accumulation(2).options(), learner);
      assertEquals(3.0, log().steps().get(0).loss(), 1e-12);
    }
    training = Examples.open(2);
  }

  @Test
  void batchesMayBeLargerThanAllData() throws Exception {
    FakeLearner learner = new FakeLearner();
    train(
        new Recipe()
            .trainBatchSize(Integer.MAX_VALUE)
            .evalBatchSize(Integer.MAX_VALUE)
            .accumulation(Integer.MAX_VALUE)
            .options(),
        learner);
    assertEquals(1, learner.calls().stream().filter(call -> call.startsWith("batch")).count());
    assertEquals(1, learner.calls().stream().filter(call -> call.startsWith("outputs")).count());
  }

  @Test
  void theLogHasMeansSinceTheLastLine() throws Exception {
    FakeLearner learner = new FakeLearner().losses(updates -> updates);
    train(new Recipe().trainBatchSize(1).epochs(1).loggingSteps(2).options(), learner);
    TrainingLog log = log();
    assertEquals(List.of(0.5, 2.5), log.steps().stream().map(LogEntry.LoggedStep::loss).toList());
    LogEntry.Finished end = log.end();
    assertNotNull(end);
    assertEquals(2.0, end.loss(), "the last step is not in a line, but in the mean of all");
  }

  /** A gap g gives three rows, two of them right for g above 0, a loss that is least at ln 2. */
  private static LongToDoubleFunction gaps(double... byEvaluation) {
    return updates -> byEvaluation[(int) updates - 1];
  }

  @Test
  void lossAndAccuracyAreThoseOfSoftmax() throws Exception {
    FakeLearner learner = new FakeLearner().gaps(gaps(1, 1, 1, 1, -2));
    train(new Recipe().trainBatchSize(1).evalSteps(5).options(), learner);
    LogEntry.Evaluated evaluated = log().evaluations().get(0);
    // -log(sigmoid(-2)) is 2.126928011, of the other label 0.126928011.
    assertEquals((2 * 2.1269280110429727 + 0.1269280110429726) / 3, evaluated.loss(), 1e-12);
    assertEquals(1.0 / 3, evaluated.accuracy(), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"LOSS, 3", "ACCURACY, 2"})
  void theBestCheckpointIsTheFirstOfTheBestMetric(Metric metric, long best) throws Exception {
    FakeLearner learner = new FakeLearner().gaps(gaps(-1, 5, 0.7, 0.7, -0.1));
    TrainerState state =
        train(new Recipe().trainBatchSize(1).evalSteps(1).metric(metric).options(), learner);
    TrainerState.Best kept = state.best();
    assertNotNull(kept);
    assertEquals(best, kept.step());
    assertEquals(5 - best, state.worse());
    try (var files = Files.list(folder)) {
      assertEquals(
          Set.of("checkpoint-5", "checkpoint-" + best, TrainingLog.FILE),
          Set.copyOf(files.map(file -> file.getFileName().toString()).toList()),
          "the last checkpoint and the best one");
    }
    assertFalse(Files.exists(folder.resolve("checkpoint-" + best + "/optimizer.safetensors")));
  }

  @Test
  void patienceEndsATrainingThatDoesNotGetBetter() throws Exception {
    FakeLearner learner = new FakeLearner().gaps(gaps(5, 4, 6, 7, 0.7));
    TrainerState state =
        train(new Recipe().trainBatchSize(1).evalSteps(1).patience(2).options(), learner);
    assertEquals(4, state.step());
    assertEquals(5, state.steps());
    TrainerState.Best best = state.best();
    assertTrue(best != null && best.step() == 2);
    LogEntry.Finished end = log().end();
    assertTrue(end != null && end.step() == 4, "the log tells of the end");
  }

  private String failure(FakeLearner learner) {
    return assertThrows(
            TrainingException.class,
            () -> train(new Recipe().trainBatchSize(1).evalSteps(2).options(), learner))
        .getMessage();
  }

  @Test
  void aLossThatIsNotANumberEndsTheTrainingWithStepAndCheckpoint() {
    assertEquals(
        "step 1: the loss is not a number, so training cannot go on; try a lower --learning-rate,"
            + " or --warmup-steps; there is no checkpoint yet",
        failure(new FakeLearner().losses(updates -> Double.NaN)));
    assertEquals(
        "step 4: the loss is infinite, so training cannot go on; try a lower --learning-rate,"
            + " or --warmup-steps; the best checkpoint is "
            + folder.resolve("checkpoint-2"),
        failure(new FakeLearner().losses(updates -> updates == 3 ? Double.POSITIVE_INFINITY : 1)));
  }

  @Test
  void gradientsThatAreNotNumbersEndTheTraining() {
    String message = failure(new FakeLearner().norms(updates -> updates == 1 ? Double.NaN : 1));
    assertTrue(message.startsWith("step 2: the norm of the gradients is not a number"), message);
  }

  /** With float16, such a step is left out, and the factor of the losses is lowered. */
  @Test
  void withAFactorOfLossesTheyDoNot() throws Exception {
    FakeLearner learner = new FakeLearner().norms(updates -> Double.NaN);
    learner.setLossScale(1024);
    assertEquals(5, train(new Recipe().trainBatchSize(1).options(), learner).step());
  }

  @Test
  void aValidationLossThatIsNotANumberEndsTheTraining() {
    String message = failure(new FakeLearner().gaps(updates -> Double.NaN));
    assertTrue(
        message.startsWith("step 2: the loss on the validation data is not a number"), message);
  }

  private static List<String> withoutSeconds(Path folder) throws IOException {
    return Files.readString(folder.resolve(TrainingLog.FILE), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll(",\"(eval|train)_(runtime|[a-z]+_per_second)\":[^,}]*", ""))
        .toList();
  }

  /** Steps 7 and 10 have a checkpoint, none of them at the end of an epoch or a line of the log. */
  @ParameterizedTest
  @ValueSource(longs = {1, 7, 9, 10, 12, 15})
  void anInterruptedTrainingGoesOnAsIfNothingHadHappened(long step) throws Exception {
    TrainingOptions options =
        new Recipe()
            .trainBatchSize(1)
            .accumulation(2)
            .epochs(5)
            .evalSteps(4)
            .loggingSteps(3)
            .shuffle()
            .options();
    FakeLearner whole = new FakeLearner();
    TrainerState expected = train(options, whole);
    List<String> log = withoutSeconds(folder);
    byte[] weights = Files.readAllBytes(folder.resolve("checkpoint-15/model.safetensors"));
    byte[] moments = Files.readAllBytes(folder.resolve("checkpoint-15/optimizer.safetensors"));
    checkpoints().removeCheckpoints();
    Files.delete(folder.resolve(TrainingLog.FILE));
    told.clear();

    FakeLearner broken = new FakeLearner();
    assertThrows(InterruptedException.class, () -> train(options, broken, step));
    FakeLearner resumed = new FakeLearner();
    TrainerState state = train(options, resumed);
    assertEquals(log, withoutSeconds(folder));
    assertEquals(
        whole.calls().subList(whole.calls().size() - resumed.calls().size(), whole.calls().size()),
        resumed.calls());
    assertTrue(step < 4 || resumed.calls().size() < whole.calls().size(), "it goes on");
    assertEquals(expected.best(), state.best());
    assertEquals(expected.totalLoss(), state.totalLoss());
    assertEquals(expected.worse(), state.worse());
    assertEquals(
        List.of(weights.length, moments.length),
        List.of(
            (int) Files.size(folder.resolve("checkpoint-15/model.safetensors")),
            (int) Files.size(folder.resolve("checkpoint-15/optimizer.safetensors"))));
    assertEquals(
        -1,
        Arrays.mismatch(
            weights, Files.readAllBytes(folder.resolve("checkpoint-15/model.safetensors"))));
    assertEquals(
        -1,
        Arrays.mismatch(
            moments, Files.readAllBytes(folder.resolve("checkpoint-15/optimizer.safetensors"))));
  }

  @Test
  void aTrainingOutOfPatienceIsNotContinued() throws Exception {
    TrainingOptions options = new Recipe().trainBatchSize(1).evalSteps(1).patience(2).options();
    train(options, new FakeLearner().gaps(gaps(0.7, 4, 6, 7, 0.7)));
    FakeLearner again = new FakeLearner();
    TrainerState state = train(options, again);
    assertEquals(List.of(), again.calls());
    assertEquals(3, state.step());
    assertTrue(log().end() != null);
  }

  @Test
  void aLogThatIsShorterThanAtTheCheckpointIsRefused() throws Exception {
    TrainingOptions options = new Recipe().trainBatchSize(1).evalSteps(2).options();
    assertThrows(InterruptedException.class, () -> train(options, new FakeLearner(), 3));
    Files.writeString(folder.resolve(TrainingLog.FILE), "");
    String message =
        assertThrows(TrainingException.class, () -> train(options, new FakeLearner())).getMessage();
    assertTrue(message.contains(TrainingLog.FILE + ": is shorter than at the checkpoint"), message);
  }

  @Test
  void twoCannotTrainInOneFolder() throws Exception {
    try (TrainingLogWriter log = TrainingLogWriter.open(folder)) {
      assertEquals(0, log.length());
      String message =
          assertThrows(TrainingException.class, () -> TrainingLogWriter.open(folder)).getMessage();
      assertEquals(folder + ": another process trains in this folder", message);
    }
    TrainingLogWriter.open(folder).close();
  }
}
