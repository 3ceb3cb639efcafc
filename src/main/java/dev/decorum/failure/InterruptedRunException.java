package dev.decorum.failure;

/** Thrown if the thread was interrupted while waiting. */
public final class InterruptedRunException extends DecorumException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception and sets the thread's interrupt flag again. */
  public InterruptedRunException(Throwable cause) {
    super(Kind.INTERRUPTED, "interrupted", cause);
    Thread.currentThread().interrupt();
  }
}
