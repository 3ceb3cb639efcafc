package dev.decorum.compare;

/** Versions contradict each other, so that no number about them would mean anything. */
public final class IncomparableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncomparableException(String message) {
    super(message);
  }
}
