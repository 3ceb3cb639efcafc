package dev.decorum.infer;

import dev.decorum.batch.Batch;

/** One caller's line to the model. Not thread-safe: every thread opens its own. */
public interface BatchRunner extends AutoCloseable {

  /**
   * The logits of every window, in the batch's order.
   *
   * @throws InferenceException if the runtime fails
   */
  Logits run(Batch batch);

  @Override
  void close();
}
