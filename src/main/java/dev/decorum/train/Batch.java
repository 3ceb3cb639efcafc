package dev.decorum.train;

import java.util.List;

/**
 * Examples that go through the network together.
 *
 * @param examples at least one
 */
public record Batch(List<Example> examples) {

  public Batch {
    examples = List.copyOf(examples);
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("an empty batch");
    }
  }

  /** The number of examples. */
  public int size() {
    return examples.size();
  }

  /** The number of all tokens, without padding. */
  public int tokens() {
    return examples.stream().mapToInt(Example::length).sum();
  }

  /** The number of tokens of the longest example, to which the others are padded on the right. */
  public int length() {
    return examples.stream().mapToInt(Example::length).max().orElseThrow();
  }
}
