package dev.decorum.read.parquet;

import dev.decorum.failure.DecorumException;

/** What is wrong with a file, without its name. */
final class DamagedFileException extends DecorumException {
  private static final long serialVersionUID = 1L;

  DamagedFileException(String reason) {
    super(Kind.UNUSABLE, reason, null);
  }
}
