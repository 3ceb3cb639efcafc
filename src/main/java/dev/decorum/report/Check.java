package dev.decorum.report;

import java.util.Objects;

/**
 * A statement of a report that holds or not, for machines that know tests.
 *
 * @param suite what it is about, for example the field whose values are looked at
 * @param name the statement
 * @param outcome whether it holds
 * @param message the numbers behind it
 */
public record Check(String suite, String name, Outcome outcome, String message) {

  /** Whether a statement holds. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** The data do not tell. */
    SKIPPED
  }

  public Check {
    Objects.requireNonNull(suite);
    Objects.requireNonNull(name);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(message);
  }
}
