package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.batch.PackedBatch;
import dev.decorum.batch.PackedBatchPlanner;
import dev.decorum.conversation.ScoredPayload;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.onnx.ModelGraphs;
import dev.decorum.model.onnx.PackedBatchInputs;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packed batches give Hugging Face's logits, and the same ones however windows are put together.
 */
public class PackedBatchInvarianceTest {

  /** A planner that shares nothing and puts nothing together. */
  private static final int ALONE = 1;

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  private static ModelBundle bundle(String checkpoint) {
    return ModelBundle.open(Checkpoints.folder(checkpoint));
  }

  /** Logits by row. */
  public static Map<Long, List<Float>> run(OnnxClassifier model, List<PackedBatch> batches) {
    Map<Long, List<Float>> logits = new HashMap<>();
    record Task(PackedBatch batch, KeyValueCache cache) {}
    Deque<Task> tasks = new ArrayDeque<>();
    batches.forEach(batch -> tasks.add(new Task(batch, KeyValueCache.NONE)));
    try (ModelRunner runner = model.newRunner()) {
      while (!tasks.isEmpty()) {
        Task task = tasks.removeFirst();
        ModelOutput output = runner.run(task.batch(), task.cache());
        task.cache().release();
        List<TokenWindow> windows = task.batch().windows();
        for (int i = 0; i < windows.size(); i++) {
          logits.put(
              windows.get(i).id().row(),
              List.of(output.logits().get(i, 0), output.logits().get(i, 1)));
        }
        task.batch().following().forEach(next -> tasks.add(new Task(next, output.cache())));
      }
    }
    return logits;
  }

  /** Some windows that have much in common, as a bot's conversations and their turns have. */
  public static List<TokenWindow> related(Random random, ModelBundle bundle, int count) {
    int longest = bundle.maxTokens();
    int vocabulary = bundle.spec().network().vocabularySize();
    List<int[]> known = new ArrayList<>();
    known.add(new int[0]);
    List<TokenWindow> windows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      int[] base = known.get(random.nextInt(known.size()));
      int kept = random.nextInt(base.length + 1);
      int[] own = random.ints(1 + random.nextInt(120), 0, vocabulary).toArray();
      int[] ids = Arrays.copyOf(base, Math.min(longest, kept + own.length));
      System.arraycopy(own, 0, ids, kept, ids.length - kept);
      known.add(ids);
      windows.add(TokenWindows.of(row, ids));
    }
    return windows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "gelu",
        "n_inner",
        "unscaled",
        "inverse-layer",
        "relu",
        "f16",
        "bf16",
        "buffers",
        "sharded",
        "vocab-merges",
        "reversed-labels"
      })
  void theLogitsAreThoseOfHuggingFace(String checkpoint) {
    ModelBundle bundle = bundle(checkpoint);
    List<ScoredPayload> payloads = ScoredPayload.read(checkpoint);
    List<TokenWindow> windows = new ArrayList<>();
    for (ScoredPayload payload : payloads) {
      windows.add(
          TokenWindows.of(
              windows.size(), payload.tokenIds().stream().mapToInt(Integer::intValue).toArray()));
    }
    try (OnnxClassifier model = OnnxClassifier.load(ModelGraphs.forCpu(bundle), Device.CPU)) {
      for (int tokens : List.of(ALONE, 512)) {
        Map<Long, List<Float>> logits =
            run(
                model,
                new PackedBatchPlanner(
                        bundle.spec().pooling().padTokenId(),
                        tokens,
                        PackedBatchInputs.CHUNKS,
                        4096)
                    .plan(windows));
        assertEquals(payloads.size(), logits.size());
        for (int row = 0; row < payloads.size(); row++) {
          for (int label = 0; label < Logits.LABELS; label++) {
            double expected = payloads.get(row).logits().get(label);
            boolean appropriate = label == bundle.head().appropriate();
            assertEquals(
                expected,
                Objects.requireNonNull(logits.get((long) row))
                    .get(appropriate ? Logits.APPROPRIATE : Logits.INAPPROPRIATE),
                2e-5 * Math.max(1, Math.abs(expected)),
                payloads.get(row) + " in batches of " + tokens);
          }
        }
      }
    }
  }

  @Test
  void noPlanChangesALogitByMoreThanRounding() {
    ModelBundle bundle = bundle("base");
    try (OnnxClassifier model = OnnxClassifier.load(ModelGraphs.forCpu(bundle), Device.CPU)) {
      assertTrue(largestDifference(model, bundle, 20) <= 1e-6);
    }
  }

  /** The largest difference of a logit between random plans and windows computed one by one. */
  public static double largestDifference(OnnxClassifier model, ModelBundle bundle, int trials) {
    Random random = new Random(7);
    double largest = 0;
    for (int trial = 0; trial < trials; trial++) {
      List<TokenWindow> windows = related(random, bundle, 12);
      Map<Long, List<Float>> alone = new HashMap<>();
      for (TokenWindow window : windows) {
        alone.putAll(
            run(
                model,
                new PackedBatchPlanner(
                        bundle.spec().pooling().padTokenId(), ALONE, PackedBatchInputs.CHUNKS, 0)
                    .plan(List.of(window))));
      }
      Collections.shuffle(windows, random);
      Map<Long, List<Float>> together =
          run(
              model,
              new PackedBatchPlanner(
                      bundle.spec().pooling().padTokenId(),
                      1 + random.nextInt(700),
                      2 + random.nextInt(PackedBatchInputs.CHUNKS - 1),
                      random.nextInt(3) * 400L)
                  .plan(windows));
      assertEquals(alone.keySet(), together.keySet());
      for (Map.Entry<Long, List<Float>> entry : alone.entrySet()) {
        for (int label = 0; label < Logits.LABELS; label++) {
          largest =
              Math.max(
                  largest,
                  Math.abs(
                      entry.getValue().get(label)
                          - Objects.requireNonNull(together.get(entry.getKey())).get(label)));
        }
      }
    }
    return largest;
  }
}
