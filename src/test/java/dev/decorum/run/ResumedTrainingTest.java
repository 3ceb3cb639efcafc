package dev.decorum.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.disk.AtomicFolder;
import dev.decorum.train.Recipe;
import dev.decorum.train.TrainerState;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingException;
import dev.decorum.train.TrainingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seed decides every bit of a model, however often the training is interrupted. */
class ResumedTrainingTest {
  private static final String WEIGHTS = "model.safetensors";

  @TempDir Path folder;
  private int trainings;

  /** Interrupts the thread when a text of the progress begins in a certain way. */
  private static final class Interrupting extends SilentListener {
    private final String beginning;
    private final List<String> notes = new ArrayList<>();

    Interrupting(String beginning) {
      this.beginning = beginning;
    }

    @Override
    public void progress(double share, String... parts) {
      if (parts[0].startsWith(beginning)) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void note(String message) {
      notes.add(message);
    }
  }

  /** Twelve updates in two epochs and a half, with a checkpoint after 5, 10 and 12. */
  private static Recipe recipe(boolean grouped, int accumulation) {
    Recipe recipe =
        new Recipe()
            .trainBatchSize(8)
            .accumulation(accumulation)
            .maxSteps(12)
            .evalSteps(5)
            .loggingSteps(3)
            .evalBatchSize(24)
            .shuffle();
    return grouped ? recipe.groupByLength() : recipe;
  }

  private Path newFolder() {
    trainings++;
    return folder.resolve("model-" + trainings);
  }

  private static SmallTraining training(Path output, Recipe recipe) {
    return new SmallTraining(output).recipe(recipe).rows(40).dropout(0.1);
  }

  private static List<String> log(Path output) throws IOException {
    return Files.readString(output.resolve(TrainingLog.FILE))
        .lines()
        .map(line -> line.replaceAll(",\"(eval|train)_(runtime|[a-z]+_per_second)\":[^,}]*", ""))
        .toList();
  }

  private static Set<String> names(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }

  private static void assertSame(Path expected, Path found) throws IOException {
    assertEquals(log(expected), log(found));
    assertEquals(names(expected), names(found));
    for (String file :
        List.of(WEIGHTS, "config.json", "tokenizer.json", Training.VALIDATION_SCORES)) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve(file)),
          Files.readAllBytes(found.resolve(file)),
          file);
    }
  }

  /** Interrupted before any checkpoint, between two, and while the last one is being evaluated. */
  @ParameterizedTest
  @CsvSource({"false, 1", "true, 1", "false, 2"})
  void anInterruptedTrainingGivesTheSameModel(boolean grouped, int accumulation) throws Exception {
    Recipe recipe = recipe(grouped, accumulation);
    Path whole = newFolder();
    assertEquals(RunStatus.DONE, training(whole, recipe).run());
    Path broken = newFolder();
    for (String place : List.of("step 3 of", "step 8 of", "evaluating, 24", "step 11 of")) {
      assertThrows(
          InterruptedException.class,
          () -> training(broken, recipe).run(new Interrupting(place)),
          place);
      assertFalse(Files.exists(broken.resolve(WEIGHTS)), "a model that is half trained");
    }
    Interrupting listener = new Interrupting("never");
    assertEquals(RunStatus.DONE, training(broken, recipe).run(listener));
    assertTrue(
        listener.notes.contains("going on from " + broken.resolve("checkpoint-10")),
        listener.notes.toString());
    assertSame(whole, broken);
  }

  @Test
  void theSeedDecidesEveryBit() throws Exception {
    Path first = newFolder();
    Path second = newFolder();
    Path other = newFolder();
    training(first, recipe(false, 1)).run();
    training(second, recipe(false, 1)).run();
    training(other, recipe(false, 1).seed(43)).run();
    assertSame(first, second);
    assertFalse(
        Arrays.equals(
            Files.readAllBytes(first.resolve(WEIGHTS)),
            Files.readAllBytes(other.resolve(WEIGHTS))));
  }

  /** Without shuffling, all that is random is dropout. */
  @Test
  void dropoutHasAnEffectAndFollowsFromTheSeed() throws Exception {
    Recipe recipe = new Recipe().trainBatchSize(8).maxSteps(2).evalSteps(2);
    Path with = newFolder();
    Path without = newFolder();
    Path other = newFolder();
    training(with, recipe).run();
    training(without, recipe).dropout(0).run();
    training(other, recipe.seed(7)).run();
    byte[] weights = Files.readAllBytes(with.resolve(WEIGHTS));
    assertFalse(Arrays.equals(weights, Files.readAllBytes(without.resolve(WEIGHTS))));
    assertFalse(Arrays.equals(weights, Files.readAllBytes(other.resolve(WEIGHTS))));
  }

  @Test
  void anotherTrainingInTheFolderIsRefusedAndTheModelStays() throws Exception {
    Path output = newFolder();
    Recipe recipe = new Recipe().maxSteps(1);
    training(output, recipe).run();
    byte[] weights = Files.readAllBytes(output.resolve(WEIGHTS));
    String message =
        assertThrows(
                TrainingException.class,
                () -> training(output, recipe.learningRate(0.5).seed(7)).rows(30).run())
            .getMessage();
    assertEquals(
        output
            + ": holds another training: learning_rate was 0.001, now 0.5; seed was 42, now 7;"
            + " training data changed; choose another folder, or start this one again with"
            + " --no-resume; to train its result further: -m "
            + output
            + " -o OTHER_FOLDER",
        message);
    assertArrayEquals(weights, Files.readAllBytes(output.resolve(WEIGHTS)));
  }

  /** The weights of one head have the shapes of those of two. */
  @Test
  void anotherShapeIsAnotherTraining() throws Exception {
    Path output = newFolder();
    Recipe recipe = new Recipe().maxSteps(1);
    Map<String, Integer> shape = Map.of("n_layer", 1, "n_head", 1, "n_embd", 8, "n_positions", 32);
    training(output, recipe).fromScratch(shape).run();
    Map<String, Integer> other = new HashMap<>(shape);
    other.put("n_layer", 2);
    other.put("n_head", 2);
    String message =
        assertThrows(
                TrainingException.class, () -> training(output, recipe).fromScratch(other).run())
            .getMessage();
    assertTrue(
        message.startsWith(
            output + ": holds another training: n_head was 1, now 2; n_layer was 1, now 2;"),
        message);
  }

  @Test
  void aFinishedTrainingIsNotDoneAgainUnlessAsked() throws Exception {
    Path output = newFolder();
    Recipe recipe = new Recipe().maxSteps(1);
    training(output, recipe).run();
    byte[] log = Files.readAllBytes(output.resolve(TrainingLog.FILE));
    Interrupting listener = new Interrupting("step ");
    assertEquals(RunStatus.DONE, training(output, recipe).run(listener));
    assertTrue(
        listener.notes.contains(
            output + ": this training is finished (--no-resume starts it again)"),
        listener.notes.toString());
    assertArrayEquals(log, Files.readAllBytes(output.resolve(TrainingLog.FILE)));
    training(output, recipe.maxSteps(2)).noResume().run();
    assertEquals(2, TrainingLog.read(output.resolve(TrainingLog.FILE)).lastStep());
    assertTrue(Files.readString(output.resolve(TrainerState.FILE)).contains("\"global_step\":2"));
  }

  /** From the first moment of a new start, nothing claims that the old model is the result. */
  @Test
  void theOldModelIsKeptUntilTheFirstCheckpoint() throws Exception {
    Path output = newFolder();
    Recipe recipe = new Recipe().maxSteps(3).evalSteps(2);
    training(output, recipe).run();
    byte[] weights = Files.readAllBytes(output.resolve(WEIGHTS));
    assertThrows(
        InterruptedException.class,
        () -> training(output, recipe).noResume().run(new Interrupting("step 1 of")));
    assertEquals(Set.of(TrainingLog.FILE, "previous"), names(output));
    assertArrayEquals(weights, Files.readAllBytes(output.resolve("previous").resolve(WEIGHTS)));
    assertEquals(3, TrainingLog.read(output.resolve("previous/trainer_log.jsonl")).lastStep());
    assertThrows(
        InterruptedException.class,
        () -> training(output, recipe).run(new Interrupting("step 3 of")));
    assertEquals(Set.of(TrainingLog.FILE, "checkpoint-2"), names(output));
    assertEquals(RunStatus.DONE, training(output, recipe).run());
    assertTrue(Files.exists(output.resolve(WEIGHTS)));
  }

  @Test
  void aTrainingWhoseCheckpointsAreGoneIsNotStartedAgainInSilence() throws Exception {
    Path output = newFolder();
    Recipe recipe = new Recipe().maxSteps(3).evalSteps(1);
    assertThrows(
        InterruptedException.class,
        () -> training(output, recipe).run(new Interrupting("step 3 of")));
    for (String name : names(output)) {
      AtomicFolder.remove(output.resolve(name));
    }
    String message =
        assertThrows(TrainingException.class, () -> training(output, recipe).run()).getMessage();
    assertTrue(
        message.contains("came to step 3, but there is neither its model nor a checkpoint"),
        message);
    assertEquals(RunStatus.DONE, training(output, recipe).noResume().run());
  }

  /** The rows that were set aside are found by their place, so others would be scored. */
  @Test
  void dataThatChangeMeanwhileAreNoticed() throws Exception {
    Path output = newFolder();
    Path data = folder.resolve("data.jsonl");
    List<String> lines = Files.readAllLines(SmallTraining.DATA.resolve("train.jsonl"));
    Files.write(data, lines);
    List<String> warnings = new ArrayList<>();
    SmallTraining training =
        new SmallTraining(output).recipe(new Recipe().maxSteps(2)).data(data).validationShare(0.3);
    RunListener changing =
        new SilentListener() {
          @Override
          public void progress(double share, String... parts) {
            if (parts[0].startsWith("step 1 of")) {
              try {
                Files.write(data, lines.subList(1, lines.size()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }

          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    String message =
        assertThrows(TrainingException.class, () -> training.run(changing)).getMessage();
    assertTrue(message.startsWith("the validation data were changed while"), message);
    assertEquals(
        List.of(output.resolve("checkpoint-2") + " is kept; the same command goes on from there"),
        warnings);
    assertEquals(Set.of(TrainingLog.FILE, "checkpoint-2"), names(output));
    Files.write(data, lines);
    assertEquals(RunStatus.DONE, training.run());
  }

  @Test
  void aWarmupWithoutAnEndIsTold() throws Exception {
    List<String> warnings = new ArrayList<>();
    RunListener listener =
        new SilentListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    training(newFolder(), new Recipe().maxSteps(1).warmupSteps(5)).run(listener);
    assertEquals(
        "the learning rate grows for all 1 steps (--warmup-steps 5) and never reaches"
            + " --learning-rate, so little is learned",
        warnings.get(0));
    assertTrue(warnings.get(1).startsWith("the model has learned nothing of use: "));
    assertEquals(2, warnings.size());
  }
}
