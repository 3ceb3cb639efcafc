package dev.decorum.failure;

/** Thrown for a request that contradicts itself or asks for something that does not exist. */
public final class UsageException extends DecorumException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(Kind.USAGE, message, null);
  }

  public UsageException(String message, Throwable cause) {
    super(Kind.USAGE, message, cause);
  }
}
