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
    /** Values of rows: numbers, aligned to the right. */
    VALUES,
    /** Remarks on rows, such as verdicts: often empty, and never out of sight where it matters. */
    REMARKS
  }

  public TableColumn {
    Objects.requireNonNull(heading);
    Objects.requireNonNull(kind);
  }
}
