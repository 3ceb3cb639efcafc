package dev.decorum.read;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The results of one file. */
interface FileRows extends AutoCloseable {

  /** The next result; {@code null} at the end. */
  @Nullable ReadResult next() throws IOException;

  @Override
  default void close() throws IOException {}
}
