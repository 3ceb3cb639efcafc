package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.model.files.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerStateTest {
  private static final Map<String, String> RECIPE = Map.of("seed", "42", "learning_rate", "1.0E-5");

  private static TrainerState state(TrainerState.@Nullable Best best, @Nullable Double lastLoss) {
    return new TrainerState(
        RECIPE,
        20,
        60,
        1.0 / 3,
        best,
        2,
        0.1 + 0.2,
        3,
        12.5,
        lastLoss,
        1234,
        65536,
        777,
        1.25,
        Map.of("model.safetensors", "ab12"));
  }

  private static TrainerState read(String json) {
    return TrainerState.read(JsonFields.parse("state", json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String json(TrainerState state) {
    return new String(state.json(), StandardCharsets.UTF_8);
  }

  @Test
  void everyBitIsReadBack() {
    TrainerState state = state(new TrainerState.Best(10, 0.6931471805599453, 0.5), 0.1 + 0.7);
    assertEquals(state, read(json(state)));
  }

  @Test
  void whatDoesNotExistYetIsNotWritten() {
    TrainerState state = state(null, null);
    TrainerState read = read(json(state));
    assertEquals(state, read);
    assertNull(read.best());
    assertNull(read.lastLoss());
  }

  @Test
  void namesAreThoseOfHuggingFaceWhereThereAreSuch() {
    JsonFields json =
        JsonFields.parse("state", state(new TrainerState.Best(10, 0.7, 0.5), 0.8).json());
    assertEquals(20, json.integer("global_step", 0, 100));
    assertEquals(60, json.integer("max_steps", 0, 100));
    assertEquals(10, json.integer("best_global_step", 0, 100));
  }

  @Test
  void differencesAreTold() {
    TrainerState state = state(null, null);
    assertEquals(List.of(), state.differences(RECIPE));
    assertEquals(
        List.of("learning_rate was 1.0E-5, now 2.0E-5", "patience was nothing, now 3"),
        state.differences(Map.of("seed", "42", "learning_rate", "2.0E-5", "patience", "3")));
    assertEquals(
        List.of("learning_rate was 1.0E-5, now nothing", "seed changed"),
        state.differences(Map.of("seed", "x".repeat(41))),
        "a checksum says nothing to people");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"global_step\":-1",
        "\"global_step\":61",
        "\"global_step\":\"20\"",
        "\"global_step\":null",
        "\"epoch\":-0.5",
        "\"best_global_step\":21",
        "\"best_eval_loss\":NaN",
        "\"best_eval_accuracy\":1.5",
        "\"evaluations_without_improvement\":-1",
        "\"loss_sum\":NaN",
        "\"loss_count\":-1",
        "\"total_loss\":Infinity",
        "\"last_logged_loss\":NaN",
        "\"log_length\":-1",
        "\"loss_scale\":0",
        "\"seconds\":-1",
        "\"recipe\":null",
        "\"files\":null"
      })
  void whatIsNoStateIsRefused(String field) {
    String json = json(state(new TrainerState.Best(10, 0.7, 0.5), 0.8));
    String name = field.substring(0, field.indexOf(':'));
    String spoiled = json.replaceFirst(name + ":(\\{.*?\\}|[^,}]*)", field);
    read(json);
    assertThrows(IllegalArgumentException.class, () -> read(spoiled), spoiled);
  }
}
