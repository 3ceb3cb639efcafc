package dev.decorum.infer;

/** A device that the user asked for is not there. The message says what is missing. */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(message);
  }
}
