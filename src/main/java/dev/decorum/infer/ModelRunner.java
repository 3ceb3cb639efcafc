package dev.decorum.infer;

import dev.decorum.batch.Work;

/** One caller's line to the model. Not thread-safe: every thread opens its own. */
public interface ModelRunner extends AutoCloseable {

  /**
   * Runs the model once.
   *
   * @param work of the kind that the model's planner makes
   * @param past what the work continues; {@link Past#NONE} for work that was planned first-hand
   * @throws InferenceException if the runtime fails
   */
  Outcome run(Work work, Past past);

  @Override
  void close();
}
