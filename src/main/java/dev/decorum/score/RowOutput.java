package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A score file in one of its forms. A row is begun, given the cells of all columns in their order,
 * and ended. Not thread-safe.
 */
interface RowOutput extends Closeable {

  void begin() throws IOException;

  /** A text of the program's own; where there is none, it is empty. */
  void text(String value) throws IOException;

  /**
   * A field of the input row, which is of any type; {@code null} where the row does not have it.
   */
  void kept(@Nullable FieldValue value) throws IOException;

  void count(int value) throws IOException;

  /** A number, written with all digits that it has. */
  void decimal(BigDecimal value) throws IOException;

  void single(float value) throws IOException;

  /** The names of flags in their order. */
  void flags(List<String> names) throws IOException;

  /** There is no number in this column. */
  void none() throws IOException;

  void end() throws IOException;

  /** Hands on what was written, so that a reader of a pipe sees it. */
  void flush() throws IOException;

  /** Writes what comes after the last row. */
  void finish() throws IOException;
}
