package dev.decorum.hub;

import dev.decorum.model.files.ModelException;

/** A model cannot be fetched from the hub. The message is one line, ready to be shown. */
public final class HubException extends ModelException {
  private static final long serialVersionUID = 1L;

  public HubException(String message) {
    super(message);
  }

  public HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
