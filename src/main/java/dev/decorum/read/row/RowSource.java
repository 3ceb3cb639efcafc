package dev.decorum.read.row;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts a file into rows. */
public interface RowSource {

  /** The next row; {@code null} at the end. What an earlier call returned is no longer valid. */
  @Nullable Row next() throws IOException;
}
