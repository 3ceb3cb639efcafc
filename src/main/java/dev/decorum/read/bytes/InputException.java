package dev.decorum.read.bytes;

import dev.decorum.disk.FailureReason;
import dev.decorum.failure.DecorumException;
import java.io.IOException;
import java.io.UncheckedIOException;

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

  /** The reason in words, whatever the exception calls it. */
  static String reason(Throwable e) {
    if (e instanceof IOException known) {
      return FailureReason.of(known);
    }
    if (e instanceof UncheckedIOException known && known.getCause() != null) {
      return FailureReason.of(known.getCause());
    }
    String message = e.getMessage();
    return message == null ? "it is damaged" : message;
  }
}
