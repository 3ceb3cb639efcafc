package dev.decorum.cli;

import picocli.CommandLine.Option;

/** Whether scores may be looked at together that do not come from the same model and window. */
final class AgreementFlags {

  @Option(
      names = "--allow-mismatch",
      description =
          "Go on where scores come from different models, formatters or windows; the report says"
              + " so.")
  private boolean allowMismatch;

  boolean allowsMismatch() {
    return allowMismatch;
  }
}
