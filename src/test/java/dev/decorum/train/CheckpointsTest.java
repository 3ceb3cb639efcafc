package dev.decorum.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.SafetensorsFile;
import dev.decorum.model.tensors.TensorEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final String MOMENTS = "optimizer.safetensors";

  @TempDir Path folder;
  private Checkpoints checkpoints;

  @BeforeEach
  void open() {
    checkpoints =
        new Checkpoints(folder, "transformer.", Map.of("config.json", "{}".getBytes(UTF_8)));
  }

  private static TrainerState state(long step, long best) {
    return new TrainerState(
        Map.of("seed", "42"),
        step,
        100,
        step / 10.0,
        new TrainerState.Best(best, 0.6, 0.7),
        0,
        0,
        0,
        0,
        null,
        0,
        1,
        0,
        0);
  }

  /** A learner whose numbers tell the step. */
  private static FakeLearner learner(float number) throws IOException {
    FakeLearner learner = new FakeLearner();
    for (Learner.Part part : Learner.Part.values()) {
      for (Learner.Parameter parameter : learner.parameters()) {
        byte[] bytes = new byte[(int) parameter.size() * Float.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
          buffer.putFloat(part == Learner.Part.WEIGHT ? number : -number);
        }
        learner.read(parameter, part, new ByteArrayInputStream(bytes));
      }
    }
    return learner;
  }

  private static byte[] numbers(Learner learner) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Learner.Part part : Learner.Part.values()) {
      for (Learner.Parameter parameter : learner.parameters()) {
        learner.write(parameter, part, all);
      }
    }
    return all.toByteArray();
  }

  private void save(long step, long best) throws IOException {
    checkpoints.save(state(step, best), learner((float) step));
  }

  private static Set<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }

  private Path at(long step, String file) {
    return checkpoints.at(step).resolve(file);
  }

  @Test
  void aFolderWithoutCheckpointsHasNone() throws IOException {
    assertEquals(Optional.empty(), checkpoints.last());
    assertEquals(Optional.empty(), checkpoints.finished());
    Checkpoints missing = new Checkpoints(folder.resolve("missing"), "", Map.of());
    assertEquals(Optional.empty(), missing.last());
    assertEquals(Optional.empty(), missing.finished());
  }

  @Test
  void aCheckpointIsAModelFolderWithTheStateOfTheTraining() throws IOException {
    save(10, 10);
    assertEquals(
        Set.of("config.json", WEIGHTS, MOMENTS, TrainerState.FILE), names(checkpoints.at(10)));
    List<TensorEntry> weights = SafetensorsFile.open(at(10, WEIGHTS)).tensors();
    assertEquals(
        Set.of("transformer.wte.weight", "score.weight"),
        Set.copyOf(weights.stream().map(TensorEntry::name).toList()));
    assertEquals(
        Set.of(
            "transformer.wte.weight.exp_avg",
            "transformer.wte.weight.exp_avg_sq",
            "score.weight.exp_avg",
            "score.weight.exp_avg_sq"),
        Set.copyOf(
            SafetensorsFile.open(at(10, MOMENTS)).tensors().stream()
                .map(TensorEntry::name)
                .toList()));
  }

  @Test
  void whatIsSavedIsLoaded() throws IOException {
    save(10, 10);
    save(20, 10);
    TrainerState last = checkpoints.last().orElseThrow();
    assertEquals(state(20, 10), last);
    FakeLearner loaded = new FakeLearner();
    checkpoints.load(last, loaded);
    assertArrayEquals(numbers(learner(20)), numbers(loaded));
    assertEquals(20, loaded.updates());
  }

  @Test
  void onlyTheLastAndTheBestAreKept() throws IOException {
    save(10, 10);
    save(20, 20);
    save(30, 20);
    save(100, 20);
    assertEquals(Set.of("checkpoint-20", "checkpoint-100"), names(folder));
    assertFalse(Files.exists(at(20, MOMENTS)), "nothing goes on from there");
    assertEquals(100, checkpoints.last().orElseThrow().step());
  }

  /** A process may be killed while it removes a checkpoint; its state goes first. */
  @ParameterizedTest
  @ValueSource(strings = {TrainerState.FILE, MOMENTS})
  void aCheckpointThatWasRemovedInPartIsNone(String gone) throws IOException {
    save(10, 10);
    save(20, 10);
    Files.createDirectories(checkpoints.at(30));
    Files.copy(at(20, TrainerState.FILE), at(30, TrainerState.FILE));
    Files.copy(at(20, MOMENTS), at(30, MOMENTS));
    Files.delete(at(30, gone));
    assertEquals(20, checkpoints.last().orElseThrow().step());
  }

  @Test
  void otherFoldersAreNoCheckpoints() throws IOException {
    save(10, 10);
    for (String name : List.of("checkpoint-", "checkpoint-x", "checkpoint-9999999999999999999")) {
      Files.createDirectories(folder.resolve(name));
      Files.copy(at(10, TrainerState.FILE), folder.resolve(name).resolve(TrainerState.FILE));
    }
    assertEquals(10, checkpoints.last().orElseThrow().step());
    checkpoints.clear(List.of());
    assertEquals(3, names(folder).size(), "what is not ours stays");
  }

  private String refusal() {
    return assertThrows(ModelException.class, () -> checkpoints.last()).getMessage();
  }

  @Test
  void aDamagedStateIsRefused() throws IOException {
    save(10, 10);
    Path file = at(10, TrainerState.FILE);
    String good = Files.readString(file);
    String advice = "is not the state of a training by this version of Decorum";
    Files.writeString(file, "{}");
    assertTrue(refusal().startsWith(file + ": " + advice), refusal());
    assertTrue(refusal().endsWith("start it again with --no-resume"), refusal());
    Files.writeString(file, good.replace("\"global_step\":10", "\"global_step\":11"));
    assertTrue(refusal().contains(advice), refusal());
    Files.writeString(file, good.replace("\"log_length\":0", "\"log_length\":-1"));
    assertTrue(refusal().contains(advice), refusal());
    Files.writeString(file, good.replace("\"best_global_step\":10,", ""));
    assertTrue(refusal().contains(advice), refusal());
    Files.writeString(file, good.substring(0, 20));
    assertTrue(refusal().startsWith(file + ": not JSON"), refusal());
  }

  private String loadingRefusal() {
    TrainerState state = state(20, 10);
    return assertThrows(ModelException.class, () -> checkpoints.load(state, new FakeLearner()))
        .getMessage();
  }

  @Test
  void damagedNumbersAreRefused() throws IOException {
    save(10, 10);
    save(20, 10);
    byte[] moments = Files.readAllBytes(at(20, MOMENTS));
    Files.write(at(20, MOMENTS), Arrays.copyOf(moments, moments.length - 1));
    assertTrue(loadingRefusal().contains(MOMENTS), loadingRefusal());
    Files.copy(at(20, WEIGHTS), at(20, MOMENTS), StandardCopyOption.REPLACE_EXISTING);
    assertTrue(loadingRefusal().contains("exp_avg"), loadingRefusal());
  }

  @Test
  void withoutTheBestWeightsThereIsNoGoingOn() throws IOException {
    save(10, 10);
    save(20, 10);
    Files.delete(at(10, WEIGHTS));
    assertEquals(
        at(10, WEIGHTS) + ": is missing, the best weights so far; start again with --no-resume",
        loadingRefusal());
  }

  @Test
  void theFinishedModelIsTheBestCheckpoint() throws IOException {
    save(10, 10);
    save(20, 10);
    byte[] best = Files.readAllBytes(at(10, WEIGHTS));
    Files.createDirectories(folder.resolve(".checkpoint-30.partial"));
    assertEquals(Optional.empty(), checkpoints.finished());
    checkpoints.finish(state(20, 10), Map.of("README.md", "card".getBytes(UTF_8)));
    assertEquals(Set.of("README.md", "config.json", WEIGHTS, TrainerState.FILE), names(folder));
    assertArrayEquals(best, Files.readAllBytes(folder.resolve(WEIGHTS)));
    assertEquals("card", Files.readString(folder.resolve("README.md")));
    assertEquals(state(20, 10), checkpoints.finished().orElseThrow());
    assertEquals(Optional.empty(), checkpoints.last());
  }

  /** The weights are the last file of a finished model. */
  @Test
  void withoutWeightsNoTrainingIsFinished() throws IOException {
    save(10, 10);
    checkpoints.finish(state(10, 10), Map.of());
    Files.delete(folder.resolve(WEIGHTS));
    assertEquals(Optional.empty(), checkpoints.finished());
  }

  @Test
  void nothingOfAnEarlierTrainingIsLeft() throws IOException {
    save(10, 10);
    checkpoints.finish(state(10, 10), Map.of(TrainingSummary.FILE, "{}".getBytes(UTF_8)));
    save(20, 20);
    Files.writeString(folder.resolve(TrainingLog.FILE), "");
    checkpoints.clear(List.of(TrainingSummary.FILE, "missing"));
    assertEquals(Set.of(TrainingLog.FILE), names(folder));
    assertEquals(Optional.empty(), checkpoints.finished());
    assertEquals(Optional.empty(), checkpoints.last());
  }
}
