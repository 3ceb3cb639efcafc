package dev.decorum.report;

import java.util.Objects;

/**
 * A column of a table.
 *
 * @param heading empty if the cells need no heading
 */
public record TableColumn(String heading, Kind kind) {

  /** What a column holds. */
  public enum Kind {
    /** Names of rows: words, positions or ranges, aligned to the left. */
    NAMES,
    /** Values of rows: numbers and remarks, aligned to the right. */
    VALUES
  }

  public TableColumn {
    Objects.requireNonNull(heading);
    Objects.requireNonNull(kind);
  }
}
