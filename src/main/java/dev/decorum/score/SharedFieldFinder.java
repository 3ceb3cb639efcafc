package dev.decorum.score;

import dev.decorum.stats.Clustering;
import dev.decorum.stats.Means;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which field of a score file makes its rows clusters: one whose values many rows share,
 * with scores that resemble each other more than chance makes them. Fields of texts, times and
 * other values of which nearly all are different are given up early. A row takes 4 bytes for each
 * of at most 8 fields. Not thread-safe.
 */
public final class SharedFieldFinder {
  private static final int MOST_FIELDS = 8;
  private static final int LONGEST_VALUE = 100;

  /** After as many rows, a field of which most values are new is given up. */
  private static final int FIRST_ROWS = 1_000;

  private static final double MOST_NEW = 0.75;
  private static final int FEWEST_VALUES = 10;
  private static final int FEWEST_ROWS_EACH = 2;

  /** Intervals are then a tenth too narrow. */
  private static final double NOTABLE_EFFECT = 1.25;

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private int rows;

  /** The values of a field. */
  private static final class Column {
    private final StringDictionary values = new StringDictionary();
    private int[] codes = new int[64];
    private int size;
    private int filled;

    void set(int row, String value) {
      if (row >= codes.length) {
        codes = Arrays.copyOf(codes, Math.max(row + 1, codes.length * 2));
      }
      while (size < row) {
        codes[size++] = ScoreTable.NO_VALUE;
      }
      codes[size++] = values.encode(value);
      filled++;
    }

    boolean isHopeless() {
      return filled >= FIRST_ROWS && values.size() > MOST_NEW * filled;
    }

    boolean isShared() {
      return values.size() >= FEWEST_VALUES && filled >= (long) FEWEST_ROWS_EACH * values.size();
    }

    Clustering clustering(int rows) {
      int[] all = Arrays.copyOf(codes, rows);
      Arrays.fill(all, Math.min(size, rows), rows, ScoreTable.NO_VALUE);
      return Clustering.of(all);
    }
  }

  /**
   * Looks at the fields of the next row.
   *
   * @param fields those of the input, without the columns of scores
   */
  public void add(Map<String, String> fields) {
    if (columns.isEmpty() && rows < FIRST_ROWS) {
      fields.keySet().stream().limit(MOST_FIELDS).forEach(name -> columns.put(name, new Column()));
    }
    columns
        .entrySet()
        .removeIf(
            entry -> {
              String value = fields.getOrDefault(entry.getKey(), "");
              if (!value.isEmpty()) {
                entry.getValue().set(rows, value);
              }
              return value.length() > LONGEST_VALUE || entry.getValue().isHopeless();
            });
    rows++;
  }

  /**
   * The field whose rows resemble each other most, if any do.
   *
   * @param scores one for each row that was added
   */
  public Optional<SharedField> strongest(double[] scores) {
    SharedField strongest = null;
    if (scores.length != rows || rows < 2) {
      return Optional.empty();
    }
    for (Map.Entry<String, Column> entry : columns.entrySet()) {
      Column column = entry.getValue();
      if (!column.isShared()) {
        continue;
      }
      double effect = Means.designEffect(scores, column.clustering(rows));
      if (effect > NOTABLE_EFFECT && (strongest == null || effect > strongest.designEffect())) {
        strongest = new SharedField(entry.getKey(), column.values.size(), column.filled, effect);
      }
    }
    return Optional.ofNullable(strongest);
  }
}
