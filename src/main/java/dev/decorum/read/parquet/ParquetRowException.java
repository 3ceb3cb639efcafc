package dev.decorum.read.parquet;

/**
 * One row of a Parquet file is unusable, and reading may go on with the next. The message says why,
 * without file and row.
 */
public final class ParquetRowException extends Exception {
  private static final long serialVersionUID = 1L;

  ParquetRowException(String reason) {
    super(reason, null, false, false);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
