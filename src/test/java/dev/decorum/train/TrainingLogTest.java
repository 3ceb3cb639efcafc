package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The logs in resources are by Hugging Face's Trainer. */
class TrainingLogTest {
  private static final Path LOGS = Path.of("src/test/resources/training");
  private static final String STEP = "{\"step\":50,\"epoch\":0.1,\"loss\":0.69}\n";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve(TrainingLog.FILE), text);
  }

  private String refusal(String text) throws IOException {
    Path file = file(text);
    String message = assertThrows(ModelException.class, () -> TrainingLog.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    return message.substring(file.toString().length());
  }

  @Test
  void aLogOfHuggingFaceIsRead() {
    TrainingLog log = TrainingLog.read(LOGS.resolve("curves.jsonl"));
    assertEquals(6, log.steps().size());
    assertEquals(
        new LogEntry.LoggedStep(
            10, 0.5, 0.7019716262817383, 1.119873285293579, 0.004722222222222222),
        log.steps().get(0));
    assertEquals(8, log.evaluations().size());
    assertEquals(
        new LogEntry.Evaluated(8, 0.4, 0.6853512525558472, 0.5375, 0.4246, 188.421),
        log.evaluations().get(0));
    assertEquals(
        new LogEntry.Finished(60, 3.0, 0.6224372386932373, 5.4088, 88.744, 11.093, Double.NaN),
        log.end());
    assertEquals(60, log.lastStep());
    assertEquals(3.0, log.lastEpoch());
    assertEquals(0, log.tornLine());
    assertEquals(0, log.divergedCount());
    assertEquals(48, log.lowestLoss().orElseThrow().step());
    assertEquals(Optional.empty(), log.loggedBy(9));
    assertEquals(10, log.loggedBy(10).orElseThrow().step());
    assertEquals(10, log.loggedBy(19).orElseThrow().step());
  }

  @Test
  void aTrainingThatDivergedIsRead() {
    TrainingLog log = TrainingLog.read(LOGS.resolve("diverged.jsonl"));
    assertEquals(Double.NaN, log.steps().get(0).loss());
    assertEquals(Double.NaN, log.steps().get(0).gradNorm());
    assertEquals(9.444444444444444e+29, log.steps().get(0).learningRate());
    assertEquals(Optional.empty(), log.lowestLoss());
    assertEquals(14, log.divergedCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void aLossMayBeNoFiniteNumber(String loss) throws IOException {
    TrainingLog log = TrainingLog.read(file(STEP.replace("0.69", loss)));
    assertEquals(Double.parseDouble(loss), log.steps().get(0).loss());
    assertEquals(1, log.divergedCount());
  }

  @Test
  void aLogMayBeEmpty() throws IOException {
    TrainingLog log = TrainingLog.read(file(""));
    assertEquals(List.of(), log.steps());
    assertEquals(0, log.lastStep());
    assertNull(log.end());
    assertEquals(Optional.empty(), log.lowestLoss());
    assertEquals(List.of(), log.meansOfAtMost(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"step\":100,\"epo", "{", "{\"step\":100,\"loss\":\"\u00e4", "\0\0\0"})
  void aTornLineIsLeftOut(String torn) throws IOException {
    TrainingLog log = TrainingLog.read(file(STEP + torn));
    assertEquals(1, log.steps().size());
    assertEquals(2, log.tornLine());
  }

  @Test
  void everyBeginningOfALogIsRead() throws IOException {
    byte[] whole = Files.readAllBytes(LOGS.resolve("curves.jsonl"));
    Path file = folder.resolve(TrainingLog.FILE);
    for (int end = 0; end < 600; end++) {
      Files.write(file, java.util.Arrays.copyOf(whole, end));
      TrainingLog log = TrainingLog.read(file);
      String text = new String(whole, 0, end, StandardCharsets.UTF_8);
      int breaks = (int) text.chars().filter(c -> c == '\n').count();
      boolean unended = !text.isEmpty() && !text.endsWith("\n");
      boolean isWhole = unended && text.endsWith("}");
      assertEquals(
          breaks + (isWhole ? 1 : 0), log.steps().size() + log.evaluations().size(), "" + end);
      assertEquals(unended && !isWhole ? breaks + 1 : 0, log.tornLine(), "" + end);
    }
  }

  @Test
  void theLineBreakAtTheEndMayBeMissing() throws IOException {
    TrainingLog log = TrainingLog.read(file(STEP + STEP.strip()));
    assertEquals(2, log.steps().size());
    assertEquals(0, log.tornLine());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "torn {|not JSON: ",
        "[1]|not a JSON object",
        "\"step\"|not a JSON object",
        "''|not a JSON object",
        "{\"step\":60,\"epoch\":0.1}|has no \"loss\", \"eval_loss\" or \"train_runtime\", so it is"
            + " no line of a training's log",
        "{\"epoch\":0.1,\"loss\":1}|has no \"step\"",
        "{\"step\":60,\"loss\":1}|has no \"epoch\"",
        "{\"step\":60,\"epoch\":NaN,\"loss\":1}|epoch must be a number from 0 on, but is \"NaN\"",
        "{\"step\":60.5,\"epoch\":1,\"loss\":1}|step must be a whole number from 0 to 2147483647,"
            + " but is 60.5",
        "{\"step\":-1,\"epoch\":1,\"loss\":1}|step must be a whole number from 0 to 2147483647, but"
            + " is -1",
        "{\"step\":60,\"epoch\":1,\"loss\":\"1\"}|loss must be a number, but is \"1\"",
        "{\"step\":60,\"epoch\":1,\"loss\":1,\"learning_rate\":-1}|learning_rate must be a number"
            + " from 0 on, but is -1",
        "{\"step\":60,\"epoch\":1,\"eval_loss\":1,\"eval_accuracy\":2}|eval_accuracy must be a number"
            + " from 0.0 to 1.0, but is 2",
        "{\"step\":60,\"epoch\":1,\"loss\":1,\"loss\":1}|not JSON: the key \"loss\" occurs twice",
        "{\"step\":49,\"epoch\":0.1,\"loss\":1}|step 49 follows step 50",
      })
  void aLineThatIsNoEntryIsRefused(String line, String reason) throws IOException {
    String message = refusal(STEP + line + "\n" + STEP);
    assertTrue(message.startsWith(":2: " + reason), message);
  }

  @Test
  void nothingFollowsTheEnd() throws IOException {
    String end = "{\"step\":50,\"epoch\":1,\"train_loss\":1,\"train_runtime\":2}\n";
    assertEquals(":3: follows the line with which the training ended", refusal(STEP + end + STEP));
  }

  @Test
  void aLineOfAnyLengthIsNoEntry() throws IOException {
    assertEquals(
        ":1: longer than 65536 bytes, which cannot be right", refusal("{" + " ".repeat(70_000)));
  }

  @Test
  void aFolderIsNoLog() {
    assertThrows(ModelException.class, () -> TrainingLog.read(folder));
    assertThrows(ModelException.class, () -> TrainingLog.read(folder.resolve("absent")));
  }

  @Test
  void entriesAreWrittenAsTheyAreRead() throws IOException {
    for (String name : List.of("curves", "diverged")) {
      Path log = LOGS.resolve(name + ".jsonl");
      for (String line : Files.readAllLines(log)) {
        LogEntry entry = LogEntry.parse("line", line.getBytes(StandardCharsets.UTF_8));
        byte[] written = entry.toJson().getBytes(StandardCharsets.UTF_8);
        assertEquals(entry, LogEntry.parse("line", written));
      }
    }
    assertEquals(
        "{\"step\":50,\"epoch\":0.5,\"loss\":NaN,\"learning_rate\":1.0E-5}",
        new LogEntry.LoggedStep(50, 0.5, Double.NaN, Double.NaN, 1e-5).toJson());
  }

  @Test
  void manyStepsAreMeanedInGroups() {
    List<LogEntry.LoggedStep> steps =
        IntStream.rangeClosed(1, 7)
            .mapToObj(i -> new LogEntry.LoggedStep(i, i / 10.0, i, 2 * i, i == 7 ? Double.NaN : 1))
            .toList();
    TrainingLog log = new TrainingLog(steps, List.of(), null, 0);
    assertEquals(steps, log.meansOfAtMost(7));
    assertEquals(
        List.of(
            new LogEntry.LoggedStep(3, 0.3, 2, 4, 1),
            new LogEntry.LoggedStep(6, 0.6, 5, 10, 1),
            new LogEntry.LoggedStep(7, 0.7, 7, 14, Double.NaN)),
        log.meansOfAtMost(3));
  }
}
