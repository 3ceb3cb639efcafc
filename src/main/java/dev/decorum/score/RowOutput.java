package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a score file in one of its forms. A row is begun, receives the cells of all columns in
 * order, and is ended. Not thread-safe.
 */
interface RowOutput extends Closeable {

  void begin() throws IOException;

  /** Writes a text of the program's own; empty for none. */
  void text(String value) throws IOException;

  /** Writes a field of the input row, of any type; {@code null} if the row does not have it. */
  void kept(@Nullable FieldValue value) throws IOException;

  void count(int value) throws IOException;

  /** Writes a number with all of its digits. */
  void decimal(BigDecimal value) throws IOException;

  void single(float value) throws IOException;

  /** Writes the names of flags in their order. */
  void flags(List<String> names) throws IOException;

  /** Writes a missing number. */
  void none() throws IOException;

  void end() throws IOException;

  /** How many texts were written with an apostrophe before them; 0 in forms that need none. */
  default long guardedTexts() {
    return 0;
  }

  /** Flushes the rows, so that the reader of a pipe sees them. */
  void flush() throws IOException;

  /** Completes the output after the last row. */
  void finish() throws IOException;
}
