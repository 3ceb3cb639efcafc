package dev.decorum.pipeline;

/**
 * How a run is scheduled. None of it changes a score.
 *
 * @param callers how many threads call the model at once
 * @param lookAhead how many windows are sorted by length together
 * @param conversationLimit how many conversations are read at most
 */
public record PipelineOptions(int callers, int lookAhead, long conversationLimit) {

  public PipelineOptions {
    if (callers < 1 || lookAhead < 1 || conversationLimit < 0) {
      throw new IllegalArgumentException(
          "out of range: " + callers + ", " + lookAhead + ", " + conversationLimit);
    }
  }
}
