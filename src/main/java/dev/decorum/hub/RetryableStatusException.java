package dev.decorum.hub;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer that may be another one later: too many requests, or a server that has failed. */
final class RetryableStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient @Nullable Duration retryAfter;

  /**
   * @param retryAfter when the server wants to be asked again, if it says so
   */
  RetryableStatusException(String message, int status, @Nullable Duration retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
