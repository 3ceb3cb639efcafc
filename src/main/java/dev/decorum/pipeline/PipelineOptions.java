package dev.decorum.pipeline;

/**
 * The schedule of a run, on which scores do not depend.
 *
 * @param workers the number of threads that call the model
 * @param lookAhead the number of windows that are planned together
 * @param conversationLimit the largest number of conversations to read
 */
public record PipelineOptions(int workers, int lookAhead, long conversationLimit) {

  public PipelineOptions {
    if (workers < 1 || lookAhead < 1 || conversationLimit < 0) {
      throw new IllegalArgumentException(
          "out of range: " + workers + ", " + lookAhead + ", " + conversationLimit);
    }
  }
}
