package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomCheckpointTest {
  private static final Gpt2Config SMALL = shape(8192);

  private static Gpt2Config shape(int vocabulary) {
    return new Gpt2Config(3, 4, 32, 96, 64, vocabulary, Activation.GELU_TANH, 1e-5f, true, false);
  }

  private static float[] weights(ModelBundle bundle, String name) {
    TensorEntry tensor =
        ((Weights.Tensors) bundle.weights()).checkpoint().tensor(name).orElseThrow();
    assertEquals(0, tensor.offset() % Float.BYTES, name + " lies unaligned");
    FloatBuffer floats =
        ByteBuffer.wrap(tensor.read()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  @Test
  void itOpensAsABundleOfItsShapeAndIsDeleted() throws IOException {
    Path folder;
    try (RandomCheckpoint checkpoint = RandomCheckpoint.write(SMALL, 5)) {
      folder = checkpoint.folder();
      ModelBundle bundle = ModelBundle.open(folder);
      assertEquals(new Gpt2Network(SMALL), bundle.spec().network());
      assertEquals(new Pooling(8191), bundle.spec().pooling());
      assertEquals(List.of("inappropriate", "appropriate"), bundle.head().labels());
      assertEquals(96, bundle.maxTokens());
      assertEquals(1, bundle.head().appropriate());
      assertEquals("random-weights", bundle.name());
      assertFalse(bundle.isDemo());
      assertEquals(List.of(), bundle.notes());
      assertArrayEquals(ModelBundle.demo().tokenizerJson(), bundle.tokenizerJson());
    }
    assertFalse(Files.exists(folder), folder + " is left behind");
  }

  @Test
  void weightsAreAsHuggingFaceInitializesThem() throws IOException {
    try (RandomCheckpoint checkpoint = RandomCheckpoint.write(SMALL, 5)) {
      ModelBundle bundle = ModelBundle.open(checkpoint.folder());
      assertEquals(0.02, deviation(weights(bundle, "wte.weight")), 2e-4);
      assertEquals(0.02, deviation(weights(bundle, "h.1.mlp.c_fc.weight")), 1e-3);
      assertEquals(0.02 / Math.sqrt(6), deviation(weights(bundle, "h.2.mlp.c_proj.weight")), 5e-4);
      assertEquals(0, deviation(weights(bundle, "h.0.attn.c_attn.bias")));
      for (float value : weights(bundle, "ln_f.weight")) {
        assertEquals(1, value);
      }
    }
  }

  @Test
  void theSeedDecides() throws IOException {
    try (RandomCheckpoint one = RandomCheckpoint.write(SMALL, 5);
        RandomCheckpoint same = RandomCheckpoint.write(SMALL, 5);
        RandomCheckpoint other = RandomCheckpoint.write(SMALL, 6)) {
      Path file = Path.of(Checkpoint.SINGLE);
      Path weights = one.folder().resolve(file);
      assertEquals(-1, Files.mismatch(weights, same.folder().resolve(file)));
      assertFalse(Files.mismatch(weights, other.folder().resolve(file)) < 0);
    }
  }

  @Test
  void aVocabularyBelowTheTokenizersIsRefused() {
    ModelException refusal =
        assertThrows(ModelException.class, () -> RandomCheckpoint.write(shape(4095), 5));
    assertEquals("random weights for 4095 tokens: the tokenizer has 4096", refusal.getMessage());
  }

  @Test
  void gpt2SmallHas124MillionWeights() {
    long weights =
        Gpt2Tensors.shapes(((Gpt2Network) RandomCheckpoint.GPT2_SMALL).config(), 2)
            .values()
            .stream()
            .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
            .sum();
    // 124,439,808 of the language model, and two rows of 768 that classify.
    assertEquals(124_439_808 + 2 * 768, weights);
  }
}
