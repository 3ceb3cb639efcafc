package dev.decorum.disk;

import dev.decorum.failure.DecorumException;

/** Something cannot be written where it was asked for. The message names the place and says why. */
public final class OutputException extends DecorumException {
  private static final long serialVersionUID = 1L;

  public OutputException(String message) {
    super(Kind.UNUSABLE, message, null);
  }
}
