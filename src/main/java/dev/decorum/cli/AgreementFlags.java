package dev.decorum.cli;

import picocli.CommandLine.Option;

/** The flag that lets scores of different models or windows be combined. */
final class AgreementFlags {

  @Option(
      names = "--allow-mismatch",
      description = "Accept scores of different models, formatters or windows; the report says so.")
  private boolean allowMismatch;

  boolean allowsMismatch() {
    return allowMismatch;
  }
}
