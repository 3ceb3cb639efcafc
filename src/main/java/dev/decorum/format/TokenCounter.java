package dev.decorum.format;

/** Counts the tokens of a text as the model's tokenizer would. */
@FunctionalInterface
public interface TokenCounter {
  int count(String text);

  /**
   * Whether a text has no more than so many tokens.
   *
   * @throws TooMuchTextException if its row takes too much work
   */
  default boolean fits(WindowText text, int most) {
    return count(text.toString()) <= most;
  }
}
