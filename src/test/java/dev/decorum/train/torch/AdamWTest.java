package dev.decorum.train.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.train.AdamOptions;
import dev.decorum.train.Learner;
import dev.decorum.train.Learner.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected numbers are those of {@code torch.optim.AdamW}. */
class AdamWTest {

  @BeforeAll
  static void load() {
    TorchLibrary.prepare();
  }

  static Stream<JsonNode> cases() throws IOException {
    JsonNode cases =
        new ObjectMapper()
            .readTree(Path.of("src/test/resources/training/optimizer.json").toFile())
            .get("cases");
    assertTrue(cases.size() > 1);
    return cases.valueStream();
  }

  static Stream<JsonNode> casesWithoutDecay() throws IOException {
    return cases().filter(each -> each.get("weight_decay").doubleValue() == 0);
  }

  private static float[] numbers(JsonNode matrix) {
    float[] numbers = new float[6];
    for (int i = 0; i < 6; i++) {
      numbers[i] = (float) matrix.get(i / 3).get(i % 3).doubleValue();
    }
    return numbers;
  }

  private static void put(Tensor tensor, long offset, float[] numbers) {
    TorchLibrary.computeWithoutGradients(
        () -> {
          tensor.narrow(0, offset, 6).data_ptr_float().put(numbers);
          return numbers;
        });
  }

  private static void check(JsonNode expected, Tensor tensor, long offset, String where) {
    float[] found = new float[6];
    TorchLibrary.computeWithoutGradients(
        () -> tensor.narrow(0, offset, 6).data_ptr_float().get(found));
    float[] due = numbers(expected);
    for (int i = 0; i < 6; i++) {
      assertEquals(due[i], found[i], 2e-7 * Math.max(1, Math.abs(due[i])), where + " " + i);
    }
  }

  /**
   * Beside the parameter is one without weight decay, which does not change what becomes of the
   * first; where there is no decay, both are the same.
   */
  @ParameterizedTest(name = "{index}")
  @MethodSource("cases")
  void parametersAndMomentsAreThoseOfPyTorch(JsonNode each) {
    Learner.Parameter spared = new Learner.Parameter("h.0.ln_1.weight", List.of(2L, 3L));
    Learner.Parameter plain = new Learner.Parameter("wte.weight", List.of(2L, 3L));
    double decay = each.get("weight_decay").doubleValue();
    AdamOptions options =
        new AdamOptions(
            each.at("/betas/0").doubleValue(),
            each.at("/betas/1").doubleValue(),
            each.get("eps").doubleValue(),
            decay,
            0);
    try (FlatParameters flat = new FlatParameters(List.of(spared, plain), TorchDevice.cpu())) {
      assertEquals(6, flat.decayed());
      assertEquals(0, flat.offset(plain), "what decays comes first");
      for (Learner.Parameter parameter : flat.parameters()) {
        put(flat.flat(Part.WEIGHT), flat.offset(parameter), numbers(each.get("start")));
      }
      AdamW optimizer = new AdamW(options, flat, TorchDevice.cpu());
      for (JsonNode step : each.get("steps")) {
        for (Learner.Parameter parameter : flat.parameters()) {
          put(flat.gradients(), flat.offset(parameter), numbers(step.get("gradient")));
        }
        TorchLibrary.computeWithoutGradients(
            () -> {
              optimizer.step(step.get("learning_rate").doubleValue());
              return flat;
            });
        String where = "step " + optimizer.updates();
        check(step.get("parameter"), flat.flat(Part.WEIGHT), 0, where);
        if (decay == 0) {
          check(step.get("parameter"), flat.flat(Part.WEIGHT), 6, where);
        }
        for (int offset = 0; offset <= 6; offset += 6) {
          check(step.get("exp_avg"), flat.flat(Part.FIRST_MOMENT), offset, where);
          check(step.get("exp_avg_sq"), flat.flat(Part.SECOND_MOMENT), offset, where);
        }
      }
      assertEquals(each.get("steps").size(), optimizer.updates());
    }
  }

  /** What is spared by weight decay moves as if there were none. */
  @ParameterizedTest(name = "{index}")
  @MethodSource("casesWithoutDecay")
  void biasesAndNormsAreSpared(JsonNode each) {
    Learner.Parameter spared = new Learner.Parameter("h.0.attn.c_attn.bias", List.of(2L, 3L));
    AdamOptions options =
        new AdamOptions(
            each.at("/betas/0").doubleValue(),
            each.at("/betas/1").doubleValue(),
            each.get("eps").doubleValue(),
            0.1,
            0);
    try (FlatParameters flat = new FlatParameters(List.of(spared), TorchDevice.cpu())) {
      assertEquals(0, flat.decayed());
      put(flat.flat(Part.WEIGHT), 0, numbers(each.get("start")));
      AdamW optimizer = new AdamW(options, flat, TorchDevice.cpu());
      for (JsonNode step : each.get("steps")) {
        put(flat.gradients(), 0, numbers(step.get("gradient")));
        TorchLibrary.computeWithoutGradients(
            () -> {
              optimizer.step(step.get("learning_rate").doubleValue());
              return flat;
            });
        check(step.get("parameter"), flat.flat(Part.WEIGHT), 0, "step " + optimizer.updates());
      }
    }
  }
}
