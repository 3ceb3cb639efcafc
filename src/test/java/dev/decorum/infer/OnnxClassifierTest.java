package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.batch.PaddedBatch;
import dev.decorum.batch.PaddedBatchPlanner;
import dev.decorum.conversation.ScoredPayload;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.ModelGraphs;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxClassifierTest {
  private static final Device CPU = Device.parse("cpu");

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  static boolean hasNvidiaDriver() {
    return Files.exists(Path.of("/proc/driver/nvidia/version"))
        || Files.exists(Path.of("/dev/nvidiactl"));
  }

  private static ModelBundle bundle(String checkpoint) {
    return ModelBundle.open(Checkpoints.folder(checkpoint));
  }

  private static OnnxClassifier load(ModelBundle bundle) {
    return OnnxClassifier.load(ModelGraphs.of(bundle), CPU);
  }

  /** The ids of the fixture; the row number is the number of the case. */
  private static List<TokenWindow> windows(List<ScoredPayload> payloads) {
    List<TokenWindow> windows = new ArrayList<>();
    for (ScoredPayload payload : payloads) {
      int[] ids = payload.tokenIds().stream().mapToInt(Integer::intValue).toArray();
      windows.add(TokenWindows.of(windows.size(), ids));
    }
    return windows;
  }

  private static void check(ModelBundle bundle, ScoredPayload payload, Logits logits, int row) {
    int appropriate = bundle.head().appropriate();
    float against = logits.get(row, Logits.INAPPROPRIATE);
    float inFavour = logits.get(row, Logits.APPROPRIATE);
    assertEquals(payload.logits().get(1 - appropriate), against, 2e-5, payload.toString());
    assertEquals(payload.logits().get(appropriate), inFavour, 2e-5, payload.toString());
    double gap = (double) against - inFavour;
    assertEquals(payload.probability(), 1 / (1 + Math.exp(gap)), 1e-6, payload.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "base, base",
    "base, base-text",
    "gelu, gelu",
    "n_inner, n_inner",
    "unscaled, unscaled",
    "inverse-layer, inverse-layer",
    "relu, relu",
    "f16, f16",
    "bf16, bf16",
    "buffers, buffers",
    "sharded, sharded",
    "vocab-merges, vocab-merges",
    "reversed-labels, reversed-labels",
    "onnx, onnx",
    "onnx, onnx-text"
  })
  void theLogitsAreThoseOfHuggingFace(String checkpoint, String fixture) {
    ModelBundle bundle = bundle(checkpoint);
    List<ScoredPayload> payloads = ScoredPayload.read(fixture);
    List<TokenWindow> windows = windows(payloads);
    assertTrue(windows.size() >= 12, fixture);
    try (OnnxClassifier classifier = load(bundle);
        ModelRunner runner = classifier.newRunner()) {
      for (int i = 0; i < windows.size(); i++) {
        Logits alone =
            runner.run(new PaddedBatch(windows.subList(i, i + 1)), KeyValueCache.NONE).logits();
        assertEquals(1, alone.size());
        check(bundle, payloads.get(i), alone, 0);
      }
      List<PaddedBatch> batches = new ArrayList<>(new PaddedBatchPlanner(512).plan(windows));
      batches.add(new PaddedBatch(windows));
      for (PaddedBatch batch : batches) {
        Logits together = runner.run(batch, KeyValueCache.NONE).logits();
        assertEquals(batch.size(), together.size());
        for (int row = 0; row < batch.size(); row++) {
          check(bundle, payloads.get((int) batch.windows().get(row).id().row()), together, row);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"base", "onnx"})
  void twoThreadsAtOnceGetTheVeryLogitsOfOne(String checkpoint) throws Exception {
    List<TokenWindow> windows = windows(ScoredPayload.read(checkpoint));
    try (OnnxClassifier classifier = load(bundle(checkpoint))) {
      List<List<Float>> alone = logitsOf(classifier, windows, new Random(0));
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        List<Callable<List<List<Float>>>> tasks = new ArrayList<>();
        for (int seed = 1; seed <= 6; seed++) {
          Random random = new Random(seed);
          tasks.add(() -> logitsOf(classifier, windows, random));
        }
        for (Future<List<List<Float>>> together : threads.invokeAll(tasks)) {
          assertEquals(alone, together.get());
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** Logits of each window in order, computed one by one in random order on a line of its own. */
  private static List<List<Float>> logitsOf(
      OnnxClassifier classifier, List<TokenWindow> windows, Random random) {
    List<List<Float>> logits = new ArrayList<>(Collections.nCopies(windows.size(), List.of()));
    List<TokenWindow> shuffled = new ArrayList<>(windows);
    Collections.shuffle(shuffled, random);
    try (ModelRunner runner = classifier.newRunner()) {
      for (TokenWindow window : shuffled) {
        Logits pair = runner.run(new PaddedBatch(List.of(window)), KeyValueCache.NONE).logits();
        logits.set((int) window.id().row(), List.of(pair.get(0, 0), pair.get(0, 1)));
      }
    }
    return logits;
  }

  @Test
  @DisabledIf("hasNvidiaDriver")
  void cudaThatIsNotThereIsAnErrorThatSaysWhatIsMissing() {
    ModelBundle bundle = bundle("base");
    OnnxGraph graph = ModelGraphs.of(bundle);
    Device second = Device.parse("cuda:1");
    DeviceException thrown =
        assertThrows(DeviceException.class, () -> OnnxClassifier.load(graph, second));
    assertEquals(
        "device cuda:1 is not available: no NVIDIA driver is loaded on this machine; the ONNX"
            + " Runtime in use is the CPU build (use the distribution for CUDA, which mvn -Pcuda package"
            + " makes, or put the native libraries of onnxruntime_gpu "
            + RuntimeVersions.all().get("onnxruntime")
            + " into a folder and name it with DECORUM_OPTS=-Donnxruntime.native.path=FOLDER)",
        thrown.getMessage());
  }

  @Test
  @DisabledIf("hasNvidiaDriver")
  void autoFallsBackToTheCpu() {
    ModelBundle bundle = bundle("base");
    try (OnnxClassifier classifier =
            OnnxClassifier.load(ModelGraphs.of(bundle), Device.parse("auto"));
        ModelRunner runner = classifier.newRunner()) {
      assertEquals("cpu", classifier.device());
      ScoredPayload first = ScoredPayload.read("base").get(0);
      check(
          bundle,
          first,
          runner.run(new PaddedBatch(windows(List.of(first))), KeyValueCache.NONE).logits(),
          0);
    }
  }

  @Test
  void weightsThatVanishedAreAModelException(@TempDir Path folder) throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("model"));
    OnnxGraph graph = ModelGraphs.of(ModelBundle.open(copy));
    Files.delete(copy.resolve("model.safetensors"));
    ModelException thrown =
        assertThrows(ModelException.class, () -> OnnxClassifier.load(graph, CPU));
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith("ONNX Runtime cannot load the model: "),
        thrown.getMessage());
  }

  @Test
  void aBatchThatFailsIsNamedBySizeAndTheRunnerGoesOn() {
    ModelBundle bundle = bundle("base");
    int beyondTheVocabulary = bundle.spec().network().vocabularySize() + 1;
    try (OnnxClassifier classifier = load(bundle);
        ModelRunner runner = classifier.newRunner()) {
      PaddedBatch bad = new PaddedBatch(List.of(TokenWindows.of(0, 1, beyondTheVocabulary)));
      InferenceException thrown =
          assertThrows(InferenceException.class, () -> runner.run(bad, KeyValueCache.NONE));
      assertTrue(
          String.valueOf(thrown.getMessage())
              .startsWith("ONNX Runtime failed on 2 tokens of 1 window: "),
          thrown.getMessage());
      ScoredPayload first = ScoredPayload.read("base").get(0);
      check(
          bundle,
          first,
          runner.run(new PaddedBatch(windows(List.of(first))), KeyValueCache.NONE).logits(),
          0);
    }
  }

  @Test
  void versionsAreKnownWithoutLoadingAnything() {
    var versions = RuntimeVersions.all();
    assertEquals(List.of("onnxruntime", "djl", "java"), List.copyOf(versions.keySet()));
    assertFalse(versions.containsValue("unknown"), versions.toString());
  }
}
