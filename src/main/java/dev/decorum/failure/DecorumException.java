package dev.decorum.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if something cannot be done. The message is one sentence for the user, which names the
 * file, row or device and the reason. The subclass tells the origin, and {@link #kind} what to do
 * about it.
 */
public abstract class DecorumException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What to do about a failure. */
  public enum Kind {
    /** A file, folder, model or device cannot be used as it is. */
    UNUSABLE,
    /** Decorum or one of its libraries failed. */
    DEFECT,
    /** The thread was interrupted; its interrupt flag is set. */
    INTERRUPTED,
    /** The request is wrong, regardless of the files. */
    USAGE
  }

  private final Kind kind;

  protected DecorumException(Kind kind, String message, @Nullable Throwable cause) {
    super(Objects.requireNonNull(message), cause);
    this.kind = Objects.requireNonNull(kind);
  }

  /** What to do about it. */
  public final Kind kind() {
    return kind;
  }

  @Override
  public final String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
