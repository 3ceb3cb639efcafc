package dev.decorum.infer;

import dev.decorum.batch.Work;

/** Runs the model for one thread. Not thread-safe: every thread needs its own. */
public interface ModelRunner extends AutoCloseable {

  /**
   * Runs the model once.
   *
   * @param work work of the kind that the model's planner makes
   * @param cache keys and values that the work continues; {@link KeyValueCache#NONE} for work that
   *     follows no other
   * @throws InferenceException if the runtime fails
   */
  ModelOutput run(Work work, KeyValueCache cache);

  @Override
  void close();
}
