package dev.decorum.read.bytes;

import dev.decorum.failure.DecorumException;

/** An input as a whole is unusable. The message names it and says why, ready to be shown. */
public final class InputException extends DecorumException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(Kind.UNUSABLE, message, null);
  }

  public InputException(String message, Throwable cause) {
    super(Kind.UNUSABLE, message, cause);
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
