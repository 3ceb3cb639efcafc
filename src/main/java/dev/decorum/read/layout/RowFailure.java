package dev.decorum.read.layout;

import dev.decorum.read.row.RowException;

/** A {@link RowException} of a conversation that is made when it is asked for. */
final class RowFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RowException reason;

  RowFailure(RowException reason) {
    super(reason);
    this.reason = reason;
  }

  RowException reason() {
    return reason;
  }
}
