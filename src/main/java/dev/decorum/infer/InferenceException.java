package dev.decorum.infer;

import dev.decorum.failure.DecorumException;

/** Thrown if the runtime cannot load or run a model. The message may be shown as it is. */
public final class InferenceException extends DecorumException {
  private static final long serialVersionUID = 1L;

  public InferenceException(String message) {
    super(Kind.DEFECT, message, null);
  }

  public InferenceException(String message, Throwable cause) {
    super(Kind.DEFECT, message, cause);
  }
}
