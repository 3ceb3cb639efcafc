package dev.decorum.read.layout;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The conversations of one file. */
public interface ConversationCursor extends Closeable {

  /** The next result; {@code null} at the end. */
  @Nullable ReadResult next() throws IOException;

  /** Whether the last result came from the same row of input as the one before it. */
  default boolean continuesRow() {
    return false;
  }

  @Override
  default void close() throws IOException {}
}
