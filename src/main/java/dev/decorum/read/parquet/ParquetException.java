package dev.decorum.read.parquet;

import dev.decorum.failure.DecorumException;

/** A Parquet file is unusable. The message names the file and says why, ready to be shown. */
public final class ParquetException extends DecorumException {
  private static final long serialVersionUID = 1L;

  ParquetException(String message) {
    super(Kind.UNUSABLE, message, null);
  }

  ParquetException(String message, Throwable cause) {
    super(Kind.UNUSABLE, message, cause);
  }
}
