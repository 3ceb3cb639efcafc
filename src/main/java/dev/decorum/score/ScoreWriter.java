package dev.decorum.score;

import java.io.Closeable;
import java.io.IOException;

/** Writes scores in the order in which they come. Not thread-safe. */
public interface ScoreWriter extends Closeable {

  /** Writes one row. */
  void write(ConversationScore score) throws IOException;

  /** Hands on what was written, so that a reader of a pipe sees it. */
  void flush() throws IOException;

  /** Writes what comes after the last row. No row may follow. */
  default void finish() throws IOException {
    flush();
  }
}
