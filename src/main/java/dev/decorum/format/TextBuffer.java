package dev.decorum.format;

import org.jspecify.annotations.Nullable;

/** Holds the text of a window until that of the next one. */
interface TextBuffer {
  /** Another number for every text. */
  long revision();

  /**
   * A part of the text.
   *
   * @throws TooMuchTextException if the row takes too much work
   */
  String substring(int from, int to);

  /** The latest finding that still holds; {@code null} if there is none. */
  @Nullable TextFinding finding();

  /** Keeps a finding for as long as it holds. */
  void keep(TextFinding finding);

  /**
   * Notes that so many characters will be tokenized.
   *
   * @throws TooMuchTextException if that is too much for one row
   */
  void tokenizing(int characters);
}
