package dev.decorum.read.bytes;

/** An input as a whole is unusable. The message names it and says why, ready to be shown. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The input broke off while it was being read. */
  public static InputException unreadable(String name, Exception e) {
    return new InputException(name + ": the file cannot be read: " + reason(e), e);
  }

  /** Some exceptions have no message. */
  static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
