package dev.decorum.score;

import java.io.Closeable;
import java.io.IOException;

/** Writes scores in the order in which they arrive. Not thread-safe. */
public interface ScoreWriter extends Closeable {

  /** Writes one row. */
  void write(ConversationScore score) throws IOException;

  /** Flushes the rows, so that the reader of a pipe sees them. */
  void flush() throws IOException;

  /**
   * How many texts, such as ids, were written with an apostrophe before them, so that a spreadsheet
   * does not take them for formulas. Other programs have to remove it to find these texts.
   */
  default long guardedTexts() {
    return 0;
  }

  /** Completes the output. No row may follow. */
  default void finish() throws IOException {
    flush();
  }
}
