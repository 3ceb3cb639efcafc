package dev.decorum.infer;

import dev.decorum.batch.PaddedBatch;
import dev.decorum.model.Pooling;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.tokenize.TokenWindow;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks an exported graph by running it on three tokens, alone and padded. How a graph treats
 * padding was fixed when it was exported, and only its scores show whether that matches the folder.
 */
final class ExportProbe {
  private static final int TOKENS = 3;
  private static final int PADDING = 2;

  /** The relative tolerance of logits, far above the effect of the order of sums in float32. */
  private static final double TOLERANCE = 1e-3;

  /**
   * The tolerance for integers, which are scaled by the whole batch with its padding, so that
   * logits change by a few percent.
   */
  private static final double TOLERANCE_OF_INTEGERS = 0.1;

  private ExportProbe() {}

  /**
   * @throws ModelException if the graph gives anything but finite logits, or another score to a
   *     padded text
   */
  static void check(Supplier<ModelRunner> runners, OnnxGraph graph) {
    Pooling pooling = graph.spec().pooling();
    TokenWindow window = window(pooling);
    Logits alone = logits(runners, graph, new PaddedBatch(List.of(window)));
    if (!Float.isFinite(alone.get(0, 0)) || !Float.isFinite(alone.get(0, 1))) {
      throw refusal(graph, "gives no number for a text; its weights are damaged, or overflow");
    }
    if (!pooling.skipsPadding()) {
      return; // In this case, texts are never padded.
    }
    Logits padded = logits(runners, graph, new PaddedBatch(List.of(window), TOKENS + PADDING));
    double tolerance = graph.precision().isQuantized() ? TOLERANCE_OF_INTEGERS : TOLERANCE;
    if (differ(alone.get(0, 0), padded.get(0, 0), tolerance)
        || differ(alone.get(0, 1), padded.get(0, 1), tolerance)) {
      throw refusal(
          graph,
          "gives a padded text a different score, so it was exported with a pad_token_id other than the "
              + pooling.padTokenId()
              + " of config.json; put back the one it was exported with (none if there was none),"
              + " or export it again");
    }
  }

  /** Three tokens that are not padding. */
  private static TokenWindow window(Pooling pooling) {
    boolean beyond = pooling.skipsPadding() && pooling.padTokenId() <= TOKENS;
    int[] ids = new int[TOKENS];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = beyond ? TOKENS + 1 + i : i;
    }
    return TokenWindow.ofTokens(ids);
  }

  private static Logits logits(Supplier<ModelRunner> runners, OnnxGraph graph, PaddedBatch batch) {
    try (ModelRunner runner = runners.get()) {
      return runner.run(batch, KeyValueCache.NONE).logits();
    } catch (InferenceException e) {
      throw refusal(graph, "cannot be used: " + e.getMessage());
    }
  }

  private static boolean differ(float a, float b, double tolerance) {
    return !(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a)));
  }

  private static ModelException refusal(OnnxGraph graph, String reason) {
    return new ModelException(
        graph.file().map(file -> file + ": ").orElse("") + "this exported graph " + reason);
  }
}
