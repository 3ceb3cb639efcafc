package dev.decorum.compare;

import dev.decorum.failure.DecorumException;

/** Versions contradict each other, so that no number about them would mean anything. */
public final class IncomparableException extends DecorumException {
  private static final long serialVersionUID = 1L;

  public IncomparableException(String message) {
    super(Kind.UNUSABLE, message, null);
  }
}
