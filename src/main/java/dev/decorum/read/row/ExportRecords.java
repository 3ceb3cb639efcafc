package dev.decorum.read.row;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file as objects, whatever the file is made of. */
public interface ExportRecords extends Closeable {

  /** The next record; {@code null} at the end. What an earlier call returned is no longer valid. */
  @Nullable ExportRecord next() throws IOException;

  /**
   * Reads once more a row that was set aside: bytes that {@link Row#write} wrote.
   *
   * @throws RowException if they are not a row of this file
   */
  ExportRecord again(byte[] bytes, int from, int to, long line, String place) throws RowException;

  @Override
  default void close() throws IOException {}
}
