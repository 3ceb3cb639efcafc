package dev.decorum.report;

import java.util.List;
import java.util.Objects;

/**
 * What a run would do.
 *
 * @param rows what there is to know, in the order of the run
 * @param isPossible whether all inputs can be read, as far as they were looked at
 */
public record Plan(List<Row> rows, boolean isPossible) {
  public Plan {
    rows = List.copyOf(rows);
  }

  /**
   * A line, or a few.
   *
   * @param name what it is about; empty for more about the same
   */
  public record Row(String name, String text) {
    public Row {
      Objects.requireNonNull(name);
      Objects.requireNonNull(text);
    }
  }
}
