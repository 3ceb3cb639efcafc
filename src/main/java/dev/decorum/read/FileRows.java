package dev.decorum.read;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The results of one file. */
interface FileRows extends AutoCloseable {

  /** The next result; {@code null} at the end. */
  @Nullable ReadResult next() throws IOException;

  /** Whether the last result came from the same row of input as the one before it. */
  default boolean continuesRow() {
    return false;
  }

  @Override
  default void close() throws IOException {}
}
