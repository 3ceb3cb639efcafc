package dev.decorum.train;

import dev.decorum.failure.DecorumException;

/** Training is impossible, or went wrong; the message says what to do. */
public final class TrainingException extends DecorumException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(Kind.UNUSABLE, message, null);
  }

  public TrainingException(String message, Throwable cause) {
    super(Kind.UNUSABLE, message, cause);
  }
}
