package dev.decorum.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that cannot be done. The message is one sentence for the user, ready to be shown: it
 * names the file, row or device, and says why. Which subclass it is tells where it comes from, and
 * {@link #kind} what to do about it.
 */
public abstract class DecorumException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What to do about a failure. */
  public enum Kind {
    /** What was given cannot be used as it is: a file, a folder, a model, a device. */
    UNUSABLE,
    /** A library underneath failed, or Decorum itself. */
    DEFECT,
    /** The thread was interrupted; its interrupt flag is set. */
    INTERRUPTED,
    /** What was asked for cannot be right, whatever the files hold. */
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
