package dev.decorum.manual;

/** What has to be put right before the documentation can be made. */
final class ManualException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ManualException(String message) {
    super(message);
  }
}
