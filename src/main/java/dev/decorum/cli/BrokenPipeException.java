package dev.decorum.cli;

import java.io.IOException;

/** The reader of standard output has gone, as {@code head} does; no error, but the end. */
final class BrokenPipeException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenPipeException(IOException cause) {
    super(cause);
  }
}
