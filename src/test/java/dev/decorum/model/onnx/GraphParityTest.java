package dev.decorum.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.decorum.model.ModelBundle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of checkpoint gives the logits that Hugging Face gives. */
class GraphParityTest {
  private static final Path CHECKPOINTS = Path.of("src/test/resources/checkpoints");
  private static final Path EXPECTED = Path.of("src/test/resources/parity");

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
        "reversed-labels",
        "onnx"
      })
  void logitsAreThoseOfHuggingFace(String variant) throws Exception {
    ModelBundle bundle = ModelBundle.open(CHECKPOINTS.resolve(variant));
    List<ParityCase> cases = ParityCase.read(EXPECTED.resolve(variant + ".jsonl"));
    assertFalse(cases.isEmpty());
    List<long[]> rows = cases.stream().map(ParityCase::row).toList();
    try (GraphSession session = new GraphSession(ModelGraphs.of(bundle))) {
      float[][] together = session.logits(rows, bundle.spec().pooling().padTokenId());
      for (int i = 0; i < rows.size(); i++) {
        float[] alone =
            session.logits(List.of(rows.get(i)), bundle.spec().pooling().padTokenId())[0];
        check(bundle, cases.get(i), alone, "alone");
        check(bundle, cases.get(i), together[i], "in a batch");
      }
    }
  }

  private static void check(ModelBundle bundle, ParityCase expected, float[] logits, String how) {
    String where = expected.id() + " " + how;
    for (int label = 0; label < 2; label++) {
      double size = Math.max(1, Math.abs(expected.expected().get(label)));
      assertEquals(expected.expected().get(label), logits[label], 2e-5 * size, where);
    }
    double gap =
        (double) logits[1 - bundle.head().appropriate()] - logits[bundle.head().appropriate()];
    assertEquals(expected.probability(), 1 / (1 + Math.exp(gap)), 1e-6, where);
  }
}
