package dev.decorum.failure;

/** The thread was interrupted while it waited. */
public final class InterruptedRunException extends DecorumException {
  private static final long serialVersionUID = 1L;

  /** Sets the thread's interrupt flag again. */
  public InterruptedRunException(Throwable cause) {
    super(Kind.INTERRUPTED, "interrupted", cause);
    Thread.currentThread().interrupt();
  }
}
