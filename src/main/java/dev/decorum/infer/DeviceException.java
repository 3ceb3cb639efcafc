package dev.decorum.infer;

import dev.decorum.failure.DecorumException;

/** Thrown if a device that the user asked for is unavailable. The message says what is missing. */
public final class DeviceException extends DecorumException {
  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(Kind.UNUSABLE, message, null);
  }
}
