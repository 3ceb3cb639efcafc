package dev.decorum.site;

/** What has to be put right before the documentation can be made. */
final class SiteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SiteException(String message) {
    super(message);
  }
}
