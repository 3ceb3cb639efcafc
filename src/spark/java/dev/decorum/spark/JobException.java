package dev.decorum.spark;

import dev.decorum.failure.DecorumException;

/** What a job was given cannot be used. */
final class JobException extends DecorumException {
  private static final long serialVersionUID = 1L;

  JobException(String message) {
    super(Kind.UNUSABLE, message, null);
  }
}
