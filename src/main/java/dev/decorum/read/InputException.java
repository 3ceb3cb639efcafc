package dev.decorum.read;

/** An input as a whole is unusable. The message names it and says why, ready to be shown. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
