package dev.decorum.store;

import dev.decorum.disk.FailureReason;
import dev.decorum.failure.DecorumException;
import java.io.IOException;
import java.nio.file.Path;

/** A store cannot be used. The message names it and says why. */
public final class StoreException extends DecorumException {
  private static final long serialVersionUID = 1L;

  StoreException(String message) {
    super(Kind.UNUSABLE, message, null);
  }

  StoreException(String message, Throwable cause) {
    super(Kind.UNUSABLE, message, cause);
  }

  static StoreException unreadable(Path file, IOException cause) {
    return new StoreException(file + ": cannot be read: " + FailureReason.of(cause), cause);
  }
}
