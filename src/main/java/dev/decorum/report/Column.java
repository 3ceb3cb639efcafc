package dev.decorum.report;

import java.util.Objects;

/**
 * A column of a table.
 *
 * @param heading empty where its cells speak for themselves
 */
public record Column(String heading, Kind kind) {

  /** What a column holds. */
  public enum Kind {
    /** What rows are called: words, places or ranges, aligned to the left. */
    NAMES,
    /** What is known of them: numbers, and remarks on these, aligned to the right. */
    VALUES
  }

  public Column {
    Objects.requireNonNull(heading);
    Objects.requireNonNull(kind);
  }
}
