package dev.decorum.read.row;

/** A row is unusable: the message becomes its rejection's reason. */
public final class RowException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /** Nothing but the row is known. */
  public RowException(String reason) {
    this(reason, -1);
  }

  /** The byte of the row that is wrong is known; -1 if it is not. */
  public RowException(String reason, int offset) {
    // Thousands of bad rows need no stack traces.
    super(reason, null, false, false);
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** A value for a message, which must not become as long as the row. */
  public static String shorten(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }
}
