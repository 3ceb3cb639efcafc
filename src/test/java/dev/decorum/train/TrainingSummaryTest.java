package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSummaryTest {
  private static final String SUMMARY =
      """
      {"format_version":1,"decorum_version":"0.2.0","started_from":"gpt2","best_step":750,
      "best_metric":"loss","best_value":0.487,"steps":1692,"epochs":3.0,"parameters":124441344,
      "hyperparameters":{"learning_rate":1e-05,"warmup_steps":100,"bf16":false,
      "lr_scheduler_type":"linear","max_steps":null},
      "data":{"train":{"files":{"train.jsonl":"ab12"},"rows":9017,"appropriate":4887,"truncated":12},
      "validation":{"files":{"val.jsonl":"cd34"},"rows":1127,"appropriate":611,"truncated":0}}}
      """;

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve(TrainingSummary.FILE), text);
  }

  @Test
  void everyFieldIsRead() throws IOException {
    TrainingSummary summary = TrainingSummary.read(file(SUMMARY));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("learning_rate", 1e-5);
    settings.put("warmup_steps", 100L);
    settings.put("bf16", false);
    settings.put("lr_scheduler_type", "linear");
    Map<String, TrainingSummary.Rows> data = new LinkedHashMap<>();
    data.put("train", new TrainingSummary.Rows(Map.of("train.jsonl", "ab12"), 9017, 4887, 12));
    data.put("validation", new TrainingSummary.Rows(Map.of("val.jsonl", "cd34"), 1127, 611, 0));
    assertEquals(
        new TrainingSummary(
            "0.2.0", "gpt2", 750, "loss", 0.487, 1692, 3.0, 124441344, settings, data),
        summary);
    assertEquals(
        List.of("learning_rate", "warmup_steps", "bf16", "lr_scheduler_type"),
        List.copyOf(summary.hyperparameters().keySet()));
    assertEquals(summary, TrainingSummary.read(file(summary.toJson().toString())));
  }

  /** By Python: {@code -(b * log(b) + (1 - b) * log(1 - b))} for {@code b = 611 / 1127}. */
  @Test
  void aConstantGuessHasALoss() throws IOException {
    TrainingSummary.Rows rows =
        Objects.requireNonNull(TrainingSummary.read(file(SUMMARY)).validation());
    assertEquals(0.5421472937, rows.baseRate(), 1e-10);
    assertEquals(0.6895901723873, rows.guessLoss(), 1e-9);
    assertEquals(0.5421472937, rows.guessAccuracy(), 1e-10);
    assertEquals(0, new TrainingSummary.Rows(Map.of(), 3, 3, 0).guessLoss());
    assertEquals(0, new TrainingSummary.Rows(Map.of(), 3, 0, 0).guessLoss());
    assertEquals(Double.NaN, new TrainingSummary.Rows(Map.of(), 0, 0, 0).guessLoss());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format_version\":1|\"format_version\":2|format_version must be 1, which this Decorum"
            + " reads, but is 2",
        "\"best_step\":750|\"best_step\":-1|best_step must be a whole number from 0 on, but is -1",
        "\"best_value\":0.487|\"best_value\":NaN|best_value must be a number, but is \"NaN\"",
        "\"started_from\":\"gpt2\"|\"started_from\":null|started_from must be a string, but is null",
        "\"bf16\":false|\"bf16\":[1]|hyperparameters: bf16 must be a string, a number, true or false,"
            + " but is [1]",
        "\"appropriate\":4887|\"appropriate\":9018|data: train: appropriate must be a number from 0"
            + " to 9017, but is 9018",
        "\"train.jsonl\":\"ab12\"|\"train.jsonl\":1|data: train: files: train.jsonl must be a string,"
            + " but is 1",
        "\"data\":|\"other\":|data must be an object, but is null",
      })
  void aWrongFieldIsNamed(String right, String wrong, String reason) throws IOException {
    assertTrue(SUMMARY.contains(right), right);
    Path file = file(SUMMARY.replace(right, wrong));
    assertEquals(
        file + ": " + reason,
        assertThrows(ModelException.class, () -> TrainingSummary.read(file)).getMessage());
  }

  @Test
  void logAndSummaryBelongTogether() throws IOException {
    Path file = file(SUMMARY);
    Path log = folder.resolve(TrainingLog.FILE);
    Files.writeString(log, "{\"step\":750,\"epoch\":1.3,\"eval_loss\":0.487}\n");
    assertEquals(750, Training.read("x", folder).best().orElseThrow().step());
    Files.writeString(log, "{\"step\":700,\"epoch\":1.3,\"eval_loss\":0.487}\n");
    assertEquals(
        file
            + ": best_step is 750, at which trainer_log.jsonl beside it has no evaluation; are they"
            + " of two trainings?",
        assertThrows(ModelException.class, () -> Training.read("x", folder)).getMessage());
    Files.delete(file);
    Training running = Training.read("x", folder);
    assertNull(running.summary());
    assertEquals(700, running.best().orElseThrow().step());
  }
}
