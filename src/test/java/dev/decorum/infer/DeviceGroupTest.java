package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.batch.PaddedBatch;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.onnx.ModelGraphs;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.tokenize.TokenWindows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On machines without a GPU; what several devices do is left to {@link RoundRobinTest}. */
class DeviceGroupTest {
  private final ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
  private final List<Precision> asked = new ArrayList<>();

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  static boolean hasNvidiaDriver() {
    return OnnxClassifierTest.hasNvidiaDriver();
  }

  private OnnxGraph graph(boolean forCuda) {
    Precision precision = forCuda ? DeviceGroup.ON_CUDA : Precision.FP32;
    asked.add(precision);
    return ModelGraphs.of(bundle, precision);
  }

  private DeviceGroup load(String device) {
    return DeviceGroup.load(this::graph, Device.parse(device));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "auto"})
  @DisabledIf("hasNvidiaDriver")
  void theCpuComputesInSinglePrecisionWithACallerACore(String device) {
    try (DeviceGroup group = load(device);
        ModelRunner first = group.newRunner();
        ModelRunner second = group.newRunner()) {
      assertEquals("cpu", group.device());
      assertEquals(Precision.FP32, group.precision());
      assertEquals(List.of(Precision.FP32), asked);
      assertEquals(1, group.size());
      assertFalse(group.isOnCuda());
      assertEquals(Runtime.getRuntime().availableProcessors(), group.suggestedWorkers());
      PaddedBatch batch = new PaddedBatch(List.of(TokenWindows.of(0, 5, 6, 7)));
      assertEquals(
          first.run(batch, KeyValueCache.NONE).logits().get(0, 1),
          second.run(batch, KeyValueCache.NONE).logits().get(0, 1));
    }
  }

  @Test
  @DisabledIf("hasNvidiaDriver")
  void allDevicesAreNamedAndNoGraphIsBuiltIfTheMachineLacksEverything() {
    DeviceException thrown = assertThrows(DeviceException.class, () -> load("cuda:0,1"));
    assertTrue(
        String.valueOf(thrown.getMessage())
            .startsWith("device cuda:0,1 is not available: no NVIDIA"),
        thrown.getMessage());
    assertEquals(List.of(), asked);
  }
}
