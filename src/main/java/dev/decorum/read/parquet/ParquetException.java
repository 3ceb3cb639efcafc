package dev.decorum.read.parquet;

/** A Parquet file is unusable. The message names the file and says why, ready to be shown. */
public final class ParquetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ParquetException(String message) {
    super(message);
  }

  ParquetException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
