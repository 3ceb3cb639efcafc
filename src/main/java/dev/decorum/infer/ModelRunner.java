package dev.decorum.infer;

import dev.decorum.batch.Work;

/** Runs the model for one caller. Not thread-safe: every thread needs its own. */
public interface ModelRunner extends AutoCloseable {

  /**
   * Runs the model once.
   *
   * @param work work of the kind that the model's planner makes
   * @param past the past that the work continues; {@link Past#NONE} for work that follows no other
   * @throws InferenceException if the runtime fails
   */
  Outcome run(Work work, Past past);

  @Override
  void close();
}
