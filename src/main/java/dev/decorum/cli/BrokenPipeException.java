package dev.decorum.cli;

import java.io.IOException;

/**
 * Thrown when the reader of standard output has closed it, as {@code head} does. This ends the
 * program but is not an error.
 */
final class BrokenPipeException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenPipeException(IOException cause) {
    super(cause);
  }
}
