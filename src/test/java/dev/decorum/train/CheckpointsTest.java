package dev.decorum.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.disk.OutputException;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.Sha256;
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
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        0,
        Map.of());
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
    assertEquals(state(20, 10), last.withFiles(Map.of()));
    assertEquals(Sha256.of(at(20, MOMENTS)), last.files().get(MOMENTS));
    assertEquals(Set.of("config.json", WEIGHTS, MOMENTS), last.files().keySet());
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

  private void copy(long from, long to, String without) throws IOException {
    Files.createDirectories(checkpoints.at(to));
    for (String file : names(checkpoints.at(from))) {
      if (!file.equals(without)) {
        Files.copy(at(from, file), at(to, file));
      }
    }
    Path state = at(to, TrainerState.FILE);
    Files.writeString(
        state, Files.readString(state).replace("\"global_step\":" + from, "\"global_step\":" + to));
  }

  @ParameterizedTest
  @ValueSource(strings = {WEIGHTS, MOMENTS, "config.json"})
  void aCheckpointThatLacksAFileIsPassedOver(String gone) throws IOException {
    save(10, 10);
    save(20, 10);
    copy(20, 30, gone);
    assertEquals(20, checkpoints.last().orElseThrow().step());
    assertEquals(List.of("checkpoint-30 lacks " + gone), checkpoints.gaps());
  }

  /** The best checkpoint has no moments, so nothing can go on from there. */
  @Test
  void withoutAWholeCheckpointThereIsNoGoingOn() throws IOException {
    save(10, 10);
    save(20, 10);
    assertEquals(List.of(), checkpoints.gaps());
    Files.delete(at(20, WEIGHTS));
    assertEquals(
        folder
            + ": there is no whole checkpoint to go on from: checkpoint-20 lacks "
            + WEIGHTS
            + "; checkpoint-10 lacks "
            + MOMENTS
            + "; put the files back, or start again with --no-resume",
        refusal());
  }

  @Test
  void otherFoldersAreNoCheckpoints() throws IOException {
    save(10, 10);
    for (String name : List.of("checkpoint-", "checkpoint-x", "checkpoint-9999999999999999999")) {
      Files.createDirectories(folder.resolve(name));
      Files.copy(at(10, TrainerState.FILE), folder.resolve(name).resolve(TrainerState.FILE));
    }
    assertEquals(10, checkpoints.last().orElseThrow().step());
    checkpoints.removeCheckpoints();
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

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @CsvSource({"20, " + WEIGHTS, "20, " + MOMENTS, "20, config.json", "10, " + WEIGHTS})
  void aChangedBitIsNoticed(long step, String file) throws IOException {
    save(10, 10);
    save(20, 10);
    TrainerState last = checkpoints.last().orElseThrow();
    checkpoints.load(last, new FakeLearner());
    flip(at(step, file));
    String message =
        assertThrows(ModelException.class, () -> checkpoints.load(last, new FakeLearner()))
            .getMessage();
    assertTrue(
        message.startsWith(at(step, file) + ": was changed or damaged after the training wrote it"),
        message);
  }

  @Test
  void changedWeightsAreNoFinishedModel() throws IOException {
    save(10, 10);
    flip(at(10, WEIGHTS));
    assertThrows(ModelException.class, () -> checkpoints.unchanged(10));
    assertThrows(ModelException.class, () -> checkpoints.finish(state(10, 10), Map.of()));
    assertEquals(Set.of("checkpoint-10"), names(folder));
  }

  @Test
  void aChangedBodyIsRefused() throws IOException {
    save(10, 10);
    checkpoints.finish(state(10, 10), Map.of());
    checkpoints.loadBody(new FakeLearner());
    flip(folder.resolve(WEIGHTS));
    assertThrows(ModelException.class, () -> checkpoints.loadBody(new FakeLearner()));
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
    TrainerState finished = checkpoints.finished().orElseThrow();
    assertEquals(state(20, 10), finished.withFiles(Map.of()));
    assertEquals(Sha256.of(folder.resolve("README.md")), finished.files().get("README.md"));
    assertEquals(Set.of("README.md", "config.json", WEIGHTS), finished.files().keySet());
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
  void anEarlierTrainingIsKeptUntilTheFirstCheckpoint() throws IOException {
    save(10, 10);
    checkpoints.finish(state(10, 10), Map.of(TrainingSummary.FILE, "{}".getBytes(UTF_8)));
    byte[] weights = Files.readAllBytes(folder.resolve(WEIGHTS));
    save(20, 20);
    Files.writeString(folder.resolve(TrainingLog.FILE), "");
    Path previous = folder.resolve(Checkpoints.PREVIOUS);
    assertEquals(
        Optional.of(previous), checkpoints.setAside(List.of(TrainingSummary.FILE, "missing")));
    assertEquals(Set.of(TrainingLog.FILE, Checkpoints.PREVIOUS), names(folder));
    assertEquals(Optional.empty(), checkpoints.finished());
    assertEquals(Optional.empty(), checkpoints.last());
    assertEquals(
        Set.of(TrainerState.FILE, TrainingSummary.FILE, "config.json", WEIGHTS, "checkpoint-20"),
        names(previous));
    assertArrayEquals(weights, Files.readAllBytes(previous.resolve(WEIGHTS)));
    assertEquals(Optional.empty(), checkpoints.setAside(List.of()));
    Checkpoints.requireOwn(folder);
    save(5, 5);
    assertEquals(Set.of(TrainingLog.FILE, "checkpoint-5"), names(folder));
  }

  private String refusalOfOthers() {
    return assertThrows(OutputException.class, () -> Checkpoints.requireOwn(folder)).getMessage();
  }

  @Test
  void theFolderOfATrainingIsOwn() throws IOException {
    Checkpoints.requireOwn(folder);
    Files.writeString(
        folder.resolve(TrainingLog.FILE), "{\"loss\":1,\"step\":1,\"epoch\":1}\n{\"l");
    Checkpoints.requireOwn(folder);
    Files.createDirectories(folder.resolve(Checkpoints.LANGUAGE_MODEL));
    Checkpoints.requireOwn(folder);
    save(10, 10);
    Files.writeString(folder.resolve("notes.txt"), "of the user");
    Checkpoints.requireOwn(folder);
    checkpoints.finish(state(10, 10), Map.of());
    Checkpoints.requireOwn(folder);
  }

  /** Other programs call their files so too. */
  @Test
  void whatOtherProgramsLeftIsNotOwn() throws IOException {
    Path log = folder.resolve(TrainingLog.FILE);
    Files.writeString(log, "{\"current_steps\":5,\"total_steps\":9}\n");
    assertEquals(
        folder + ": is not empty, and holds no training by Decorum; choose another folder",
        refusalOfOthers());
    Files.writeString(log, "{\"loss\":1,\"step\":1,\"epoch\":1}\n");
    Files.writeString(folder.resolve("README.md"), "a card");
    assertTrue(refusalOfOthers().contains("holds no training"), refusalOfOthers());
    Files.createDirectories(checkpoints.at(500));
    Files.writeString(at(500, TrainerState.FILE), "{\"global_step\":500,\"log_history\":[]}");
    assertEquals(
        checkpoints.at(500)
            + ": is no checkpoint of a training by Decorum; move it away, or choose another folder",
        refusalOfOthers());
    save(50, 50);
    assertTrue(refusalOfOthers().startsWith(checkpoints.at(500) + ": is no"), refusalOfOthers());
    checkpoints.removeCheckpoints();
    assertTrue(Files.exists(at(500, TrainerState.FILE)), "what is not ours stays");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkIsNoLog() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "diary");
    Files.createSymbolicLink(folder.resolve(TrainingLog.FILE), elsewhere);
    String words = TrainingLog.FILE + ": is a link, and would be written into";
    assertTrue(refusalOfOthers().contains(words), refusalOfOthers());
    assertThrows(OutputException.class, () -> TrainingLogWriter.open(folder));
    assertEquals("diary", Files.readString(elsewhere));
  }
}
