package dev.decorum.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.Dropout;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.StartingPoint;
import dev.decorum.pipeline.ModelDefaults;
import dev.decorum.score.Scale;
import dev.decorum.tokenize.WindowTokenizer;
import dev.decorum.train.AdamOptions;
import dev.decorum.train.Batch;
import dev.decorum.train.Checkpoints;
import dev.decorum.train.Learner;
import dev.decorum.train.LearnerOptions;
import dev.decorum.train.LogEntry;
import dev.decorum.train.MixedPrecision;
import dev.decorum.train.Recipe;
import dev.decorum.train.Trainer;
import dev.decorum.train.TrainerState;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingLog;
import dev.decorum.train.TrainingLogWriter;
import dev.decorum.train.torch.TorchLearner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings whose numbers are those of Hugging Face's Trainer; see {@code README.md} beside the
 * fixtures for how each was made and for what Trainer computes.
 */
class TrainingParityTest {
  /** Other kernels of Hugging Face itself differ by 5e-7. */
  private static final double LOSS = 2e-6;

  private static final double PROBABILITY = 2e-6;

  @TempDir Path folder;

  private static JsonNode fixture(String name) throws IOException {
    return new ObjectMapper().readTree(SmallTraining.DATA.resolve(name + ".json").toFile());
  }

  private static Recipe recipe(JsonNode arguments, long steps) {
    Recipe recipe =
        new Recipe()
            .learningRate(arguments.get("learning_rate").doubleValue())
            .trainBatchSize(arguments.get("per_device_train_batch_size").intValue())
            .evalBatchSize(arguments.get("per_device_eval_batch_size").intValue())
            .accumulation(arguments.get("gradient_accumulation_steps").intValue())
            .warmupSteps((long) warmup(arguments.get("warmup_steps").doubleValue(), steps))
            .evalSteps(arguments.get("eval_steps").longValue())
            .loggingSteps(arguments.get("logging_steps").longValue());
    if (arguments.has("max_steps")) {
      return recipe.maxSteps(arguments.get("max_steps").longValue());
    }
    return recipe.epochs(arguments.get("num_train_epochs").doubleValue());
  }

  /** Below 1 it is a share of all steps. */
  private static double warmup(double argument, long steps) {
    return argument < 1 ? Math.ceil(argument * steps) : argument;
  }

  private static AdamOptions adam(JsonNode arguments) {
    return new AdamOptions(
        arguments.get("adam_beta1").doubleValue(),
        arguments.get("adam_beta2").doubleValue(),
        arguments.get("adam_epsilon").doubleValue(),
        arguments.get("weight_decay").doubleValue(),
        arguments.get("max_grad_norm").doubleValue());
  }

  private Path train(JsonNode fixture) throws IOException, InterruptedException {
    JsonNode arguments = fixture.get("arguments");
    return train(fixture, recipe(arguments, fixture.get("steps").longValue()), "model");
  }

  private Path train(JsonNode fixture, Recipe recipe, String name)
      throws IOException, InterruptedException {
    JsonNode arguments = fixture.get("arguments");
    Path output = folder.resolve(name);
    RunStatus status =
        new SmallTraining(output)
            .start(fixture.get("start").textValue())
            .rows(fixture.get("train_rows").longValue())
            .recipe(recipe)
            .adam(adam(arguments))
            .labelSmoothing(arguments.get("label_smoothing_factor").doubleValue())
            .run();
    assertEquals(RunStatus.DONE, status);
    return output;
  }

  /** Compares a log with Trainer's, up to a step. */
  private static void checkLog(
      JsonNode fixture, TrainingLog log, long upTo, boolean isEvaluationComparable) {
    List<LogEntry.LoggedStep> steps = new ArrayList<>(log.steps());
    List<LogEntry.Evaluated> evaluations = new ArrayList<>(log.evaluations());
    int checked = 0;
    for (JsonNode entry : fixture.get("log_history")) {
      long step = entry.get("step").longValue();
      String where = "step " + step;
      if (step > upTo) {
        continue;
      }
      if (entry.has("loss")) {
        LogEntry.LoggedStep found = steps.remove(0);
        double norm = entry.get("grad_norm").doubleValue();
        assertEquals(step, found.step());
        assertEquals(entry.get("epoch").doubleValue(), found.epoch(), 1e-12, where);
        assertEquals(entry.get("learning_rate").doubleValue(), found.learningRate(), 1e-15, where);
        assertEquals(entry.get("loss").doubleValue(), found.loss(), LOSS, where);
        assertEquals(norm, found.gradNorm(), 5e-6 * Math.max(1, norm), where);
        checked++;
      } else if (entry.has("eval_loss")) {
        LogEntry.Evaluated found = evaluations.remove(0);
        assertEquals(step, found.step());
        assertEquals(entry.get("epoch").doubleValue(), found.epoch(), 1e-12, where);
        assertEquals(entry.get("eval_accuracy").doubleValue(), found.accuracy(), 1e-12, where);
        if (isEvaluationComparable) {
          assertEquals(entry.get("eval_loss").doubleValue(), found.loss(), LOSS, where);
        }
        checked++;
      } else if (entry.has("train_loss")) {
        LogEntry.Finished end = log.end();
        assertNotNull(end);
        assertEquals(entry.get("train_loss").doubleValue(), end.loss(), LOSS, where);
        assertEquals(entry.get("epoch").doubleValue(), end.epoch(), 1e-12, where);
        checked++;
      }
    }
    assertTrue(checked > 3, "entries were compared");
  }

  /** The mean cross-entropy of the fixture's probabilities after training. */
  private static double crossEntropy(JsonNode fixture) throws IOException {
    List<String> rows = Files.readAllLines(SmallTraining.DATA.resolve("validation.jsonl"));
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      int label = new ObjectMapper().readTree(rows.get(i)).get("label").intValue();
      JsonNode row = fixture.get("validation_rows").get(i);
      sum -= Math.log(row.get("probabilities").get(label).doubleValue());
    }
    return sum / rows.size();
  }

  /** The probabilities by the id of the row, as ONNX Runtime computes them. */
  private static List<Double> scores(Path output, JsonNode fixture) throws IOException {
    List<String> lines = Files.readAllLines(output.resolve(Training.VALIDATION_SCORES));
    List<String> header = List.of(lines.get(0).split(",", -1));
    int id = header.indexOf("id");
    int probability = header.indexOf("appropriate_probability");
    List<Double> scores = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      assertEquals(fixture.at("/validation_rows/" + (i - 1) + "/id").textValue(), cells[id]);
      scores.add(Double.parseDouble(cells[probability]));
    }
    return scores;
  }

  private static void checkProbabilities(JsonNode fixture, List<Double> found) {
    JsonNode rows = fixture.get("validation_rows");
    assertEquals(rows.size(), found.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      assertEquals(
          row.at("/probabilities/1").doubleValue(),
          found.get(i),
          PROBABILITY,
          row.get("id").textValue());
    }
  }

  @Test
  void oneBatchAStep() throws Exception {
    JsonNode fixture = fixture("plain");
    Path output = train(fixture);
    checkLog(fixture, TrainingLog.read(output.resolve(TrainingLog.FILE)), 50, true);
    // A folder has the best checkpoint; with a single evaluation, that is the last one.
    Recipe once = recipe(fixture.get("arguments"), 50).evalSteps(50);
    checkProbabilities(fixture, scores(train(fixture, once, "once"), fixture));
  }

  /** Trainer smooths the loss of evaluations too, which {@code evaluate} would not. */
  @Test
  void accumulationWarmupClippingDecayAndSmoothingTogether() throws Exception {
    JsonNode fixture = fixture("all");
    Path output = train(fixture);
    TrainingLog log = TrainingLog.read(output.resolve(TrainingLog.FILE));
    checkLog(fixture, log, 24, false);
    List<LogEntry.Evaluated> evaluations = log.evaluations();
    assertEquals(crossEntropy(fixture), evaluations.get(evaluations.size() - 1).loss(), LOSS);
    checkProbabilities(fixture, scores(output, fixture));
  }

  /** A last batch of 2 rows instead of 4 weighs half as much here, and as much in Trainer. */
  @Test
  void accumulationWithoutSmoothing() throws Exception {
    JsonNode fixture = fixture("accumulation-averaged");
    Path output = train(fixture);
    checkLog(fixture, TrainingLog.read(output.resolve(TrainingLog.FILE)), 7, true);
  }

  private static InputStream littleEndian(JsonNode matrix) {
    ByteBuffer bytes =
        ByteBuffer.allocate(matrix.size() * matrix.get(0).size() * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    matrix.forEach(row -> row.forEach(value -> bytes.putFloat(value.floatValue())));
    return new ByteArrayInputStream(bytes.array());
  }

  private static List<Double> probabilities(Learner learner, TrainingData data) throws IOException {
    List<Double> probabilities = new ArrayList<>();
    for (int i = 0; i < data.validation().size(); i++) {
      float[] outputs = learner.outputs(new Batch(List.of(data.validation().get(i))));
      probabilities.add(1 / (1 + Math.exp((double) outputs[0] - outputs[1])));
    }
    return probabilities;
  }

  /** The head is new, so its first weights have to be given. */
  @Test
  void fromALanguageModel() throws Exception {
    JsonNode fixture = fixture("language-model-start");
    TrainRequest request =
        new SmallTraining(folder)
            .start(fixture.get("start").textValue())
            .recipe(recipe(fixture.get("arguments"), fixture.get("steps").longValue()))
            .adam(adam(fixture.get("arguments")))
            .request();
    StartingPoint start =
        StartingPoint.open(
            SmallTraining.RESOURCES.resolve(fixture.get("start").textValue()), null, false);
    ModelDefaults own =
        ModelDefaults.of(start.settings(), start.maxTokens(), Scale.of(start.head()));
    FormatterTemplates formatter = request.window().formatter(own);
    WindowOptions window = request.window().window(own, start.maxTokens(), start.name());
    LearnerOptions options =
        new LearnerOptions(Dropout.of(0), 0, request.adam(), MixedPrecision.NONE, 1, null);
    try (WindowTokenizer tokenizer =
            WindowTokenizer.load(
                start.tokenizer(), window.maxTokens(), start.network().vocabularySize());
        Rejects rejects = new Rejects(request.rejects(), new SilentListener());
        TrainingData data =
            TrainingData.read(
                request,
                start,
                new Windower(new DialogueFormatter(formatter), window, tokenizer),
                tokenizer,
                rejects,
                new SilentListener());
        TrainingLogWriter log = TrainingLogWriter.open(folder);
        Learner learner = TorchLearner.open(start.network(), 2, options)) {
      checkLengths(fixture.get("validation_tokens"), data);
      Trainer trainer =
          new Trainer(
              request.options(),
              learner,
              data.training(),
              data.validation(),
              new Checkpoints(folder, start.network().tensorPrefix(), Map.of()),
              log,
              new TrainingProgress(new SilentListener()),
              Map.of());
      start.readWeights(
          1,
          (name, shape, weights) ->
              learner.read(
                  new Learner.Parameter(name, shape),
                  Learner.Part.WEIGHT,
                  name.equals("score.weight")
                      ? littleEndian(fixture.get("score.weight"))
                      : weights));
      TrainerState state = trainer.run();
      assertEquals(20, state.step());
      checkProbabilities(fixture, probabilities(learner, data));
    }
    checkLog(fixture, TrainingLog.read(folder.resolve(TrainingLog.FILE)), 20, true);
  }

  /** Windows have as many tokens as in Python, up to what is cut off on the left. */
  private static void checkLengths(JsonNode tokens, TrainingData data) {
    assertEquals(
        IntStream.range(0, tokens.size()).map(i -> Math.min(128, tokens.get(i).intValue())).sum(),
        IntStream.range(0, tokens.size()).map(data.validation()::length).sum());
  }
}
