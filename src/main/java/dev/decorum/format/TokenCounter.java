package dev.decorum.format;

/** Counts the tokens of a text as the model's tokenizer would. */
@FunctionalInterface
public interface TokenCounter {
  int count(String text);
}
