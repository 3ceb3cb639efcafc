package dev.decorum.report;

import java.util.List;
import java.util.Objects;

/**
 * Very many rows, column by column, in the order in which they are shown at first.
 *
 * @param noun what the rows are, in the plural
 * @param rows how many there are
 * @param leftOut how many more there are that are not listed
 * @param baseline what the scores are compared with; NaN for nothing
 * @param columns from left to right; the first one names the rows
 */
record RowListing(String noun, int rows, long leftOut, double baseline, List<Column> columns) {
  RowListing {
    Objects.requireNonNull(noun);
    columns = List.copyOf(columns);
  }

  /** A column. */
  sealed interface Column {
    String heading();
  }

  /**
   * Words, each once, and which of them each row has.
   *
   * @param words all words
   * @param codes for each row the place of its word, or -1 for none
   */
  record Words(String heading, List<String> words, List<Integer> codes) implements Column {
    Words {
      Objects.requireNonNull(heading);
      words = List.copyOf(words);
      codes = List.copyOf(codes);
    }
  }

  /** Whole numbers. */
  record Whole(String heading, List<Integer> values) implements Column {
    Whole {
      Objects.requireNonNull(heading);
      values = List.copyOf(values);
    }
  }

  /** Scores, which may be searched by their size. */
  record Scores(String heading, List<Double> values) implements Column {
    Scores {
      Objects.requireNonNull(heading);
      values = List.copyOf(values);
    }
  }
}
