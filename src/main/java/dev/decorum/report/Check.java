package dev.decorum.report;

import java.util.Objects;

/**
 * A statement of a report that holds or does not, as a test case for build servers.
 *
 * @param suite what it is about, for example a field
 * @param name the statement
 * @param outcome whether it holds
 * @param message the numbers behind it
 */
public record Check(String suite, String name, Outcome outcome, String message) {

  /** Whether a statement holds. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** The data are too few to decide. */
    SKIPPED
  }

  public Check {
    Objects.requireNonNull(suite);
    Objects.requireNonNull(name);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(message);
  }
}
