package dev.decorum.run;

import dev.decorum.model.ModelBundle;
import dev.decorum.model.RandomCheckpoint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The model that is measured: one on disk, or random weights that are deleted afterwards.
 *
 * @param bundle the model
 * @param random the folder of random weights; {@code null} for a model on disk
 */
record BenchModel(ModelBundle bundle, @Nullable RandomCheckpoint random) implements AutoCloseable {

  static BenchModel open(BenchRequest request, RunListener listener) throws IOException {
    if (!request.randomWeights()) {
      return new BenchModel(request.model().open(listener), null);
    }
    listener.note(
        "random weights of GPT-2 small's shape: as fast as real ones, scores mean nothing");
    RandomCheckpoint random = RandomCheckpoint.ofGpt2Small(request.options().seed());
    try {
      return new BenchModel(ModelBundle.open(random.folder()), random);
    } catch (RuntimeException e) {
      random.close();
      throw e;
    }
  }

  /** Whether the weights are random. */
  boolean isRandom() {
    return random != null;
  }

  @Override
  public void close() throws IOException {
    if (random != null) {
      random.close();
    }
  }
}
