package dev.decorum.read;

/** A row is unusable: the message becomes its rejection's reason. */
final class RowException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /** Nothing but the row is known. */
  RowException(String reason) {
    this(reason, -1);
  }

  /** The byte of the row that is wrong is known; -1 if it is not. */
  RowException(String reason, int offset) {
    // Thousands of bad rows need no stack traces.
    super(reason, null, false, false);
    this.offset = offset;
  }

  int offset() {
    return offset;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
