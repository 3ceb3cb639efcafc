package dev.decorum.failure;

/** A request that contradicts itself, or asks for what there is not. */
public final class UsageException extends DecorumException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(Kind.USAGE, message, null);
  }

  public UsageException(String message, Throwable cause) {
    super(Kind.USAGE, message, cause);
  }
}
