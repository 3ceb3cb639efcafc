package dev.decorum.score;

import dev.decorum.conversation.Label;
import dev.decorum.read.bytes.InputException;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.Order;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scored rows in memory, with an array for each column. A row takes about 25 bytes, the bytes of
 * its id, and 4 bytes for each field. Texts of conversations are not kept. Not thread-safe.
 */
public final class ScoreTable {
  private static final byte TRUNCATED = 1;
  private static final byte LABELLED = 2;
  private static final byte APPROPRIATE = 4;

  /** The code of a row without a value. */
  public static final int NO_VALUE = -1;

  /**
   * The texts behind the codes. Tables that share a codebook have the same codes for the same ids
   * and values.
   */
  public static final class Codebook {
    private final StringDictionary ids = new StringDictionary();
    private final Map<String, StringDictionary> fields = new LinkedHashMap<>();

    /**
     * @param fields the fields that tables keep
     */
    public Codebook(Iterable<String> fields) {
      fields.forEach(name -> this.fields.putIfAbsent(name, new StringDictionary()));
    }

    /** The ids of rows. */
    public StringDictionary ids() {
      return ids;
    }

    /** Whether tables keep {@code field}. */
    public boolean has(String field) {
      return fields.containsKey(field);
    }

    /** The values of a field. */
    public StringDictionary values(String field) {
      return Objects.requireNonNull(fields.get(field), field);
    }
  }

  private final Codebook codebook;
  private final Map<String, int[]> codes = new LinkedHashMap<>();
  private Scale scale = Scale.PROBABILITY;
  private int size;
  private int[] ids = new int[64];
  private double[] logits = new double[64];
  private int[] tokens = new int[64];
  private byte[] bits = new byte[64];

  public ScoreTable(Codebook codebook) {
    this.codebook = codebook;
    codebook.fields.keySet().forEach(name -> codes.put(name, new int[64]));
  }

  /**
   * Adds a row.
   *
   * @throws InputException if rewards and probabilities would be mixed
   */
  public void add(ScoredRow row) {
    if (size > 0 && row.scale() != scale) {
      throw new InputException(
          "rows of two kinds are mixed: \""
              + row.id()
              + "\" has a "
              + row.scale().label()
              + ", those before it have a "
              + scale.label());
    }
    scale = row.scale();
    if (size == ids.length) {
      int capacity = Math.max(size + 1, size + (size >> 1));
      ids = Arrays.copyOf(ids, capacity);
      logits = Arrays.copyOf(logits, capacity);
      tokens = Arrays.copyOf(tokens, capacity);
      bits = Arrays.copyOf(bits, capacity);
      codes.replaceAll((name, column) -> Arrays.copyOf(column, capacity));
    }
    ids[size] = codebook.ids.encode(row.id());
    logits[size] = row.logit();
    tokens[size] = row.tokens();
    Label label = row.label();
    bits[size] =
        (byte)
            ((row.truncated() ? TRUNCATED : 0)
                | (label == null ? 0 : LABELLED)
                | (label == Label.APPROPRIATE ? APPROPRIATE : 0));
    for (Map.Entry<String, int[]> column : codes.entrySet()) {
      String value = row.fields().get(column.getKey());
      column.getValue()[size] =
          value == null ? NO_VALUE : codebook.values(column.getKey()).encode(value);
    }
    size++;
  }

  /** The number of rows. */
  public int size() {
    return size;
  }

  /** The texts behind this table's codes. */
  public Codebook codebook() {
    return codebook;
  }

  /** The code of a row's id. */
  public int id(int row) {
    return ids[row];
  }

  /** The difference of a row's logits, appropriate minus inappropriate. */
  public double logit(int row) {
    return logits[row];
  }

  /** The scale of the scores. */
  public Scale scale() {
    return scale;
  }

  /** The score of a row on its scale. */
  public double value(int row) {
    return scale.value(logits[row]);
  }

  /** The scores of all rows on their scale. */
  public double[] values() {
    double[] values = new double[size];
    for (int row = 0; row < size; row++) {
      values[row] = value(row);
    }
    return values;
  }

  /** The appropriate-probability of a row. */
  public double probability(int row) {
    return Scale.probability(0, logits[row]);
  }

  /** The number of tokens that the model read for a row. */
  public int tokens(int row) {
    return tokens[row];
  }

  /** Whether the window of a row was truncated. */
  public boolean isTruncated(int row) {
    return (bits[row] & TRUNCATED) != 0;
  }

  /** The label of a row; {@code null} if it has none. */
  public @Nullable Label label(int row) {
    if ((bits[row] & LABELLED) == 0) {
      return null;
    }
    return (bits[row] & APPROPRIATE) != 0 ? Label.APPROPRIATE : Label.INAPPROPRIATE;
  }

  /** The code of a row's value in a field; {@link #NO_VALUE} if it has none. */
  public int code(String field, int row) {
    return Objects.requireNonNull(codes.get(field), field)[row];
  }

  /**
   * The clusters of the rows.
   *
   * @param clusterFields none, one or two of the fields; a row without a value is a cluster of its
   *     own
   */
  public Clustering clustering(List<String> clusterFields) {
    return switch (clusterFields.size()) {
      case 0 -> Clustering.independent(size);
      case 1 -> Clustering.of(column(clusterFields.get(0)));
      case 2 -> Clustering.of(column(clusterFields.get(0)), column(clusterFields.get(1)));
      default -> throw new IllegalArgumentException("more than two ways to cluster");
    };
  }

  private int[] column(String field) {
    return Arrays.copyOf(Objects.requireNonNull(codes.get(field), field), size);
  }

  /** The rows with a value in {@code field}, by the code of that value. */
  public Map<Integer, int[]> rowsByValue(String field) {
    int[] column = Objects.requireNonNull(codes.get(field), field);
    int[] counts = new int[codebook.values(field).size()];
    for (int row = 0; row < size; row++) {
      if (column[row] != NO_VALUE) {
        counts[column[row]]++;
      }
    }
    int[][] rows = new int[counts.length][];
    for (int code = 0; code < counts.length; code++) {
      rows[code] = new int[counts[code]];
    }
    Arrays.fill(counts, 0);
    for (int row = 0; row < size; row++) {
      if (column[row] != NO_VALUE) {
        rows[column[row]][counts[column[row]]++] = row;
      }
    }
    Map<Integer, int[]> byValue = new LinkedHashMap<>();
    for (int code = 0; code < rows.length; code++) {
      if (rows[code].length > 0) {
        byValue.put(code, rows[code]);
      }
    }
    return Collections.unmodifiableMap(byValue);
  }

  /** A table of the given rows, with the same codebook. */
  public ScoreTable select(int[] rows) {
    ScoreTable selected = new ScoreTable(codebook);
    selected.size = rows.length;
    selected.scale = scale;
    selected.ids = pick(ids, rows);
    selected.tokens = pick(tokens, rows);
    selected.logits = new double[rows.length];
    selected.bits = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected.logits[i] = logits[rows[i]];
      selected.bits[i] = bits[rows[i]];
    }
    codes.forEach((name, column) -> selected.codes.put(name, pick(column, rows)));
    return selected;
  }

  /**
   * The same rows in an order that depends only on their scores, lengths and clusters, as in {@link
   * Order#byContent}.
   *
   * @param clusterFields as for {@link #clustering}
   */
  public ScoreTable byContent(List<String> clusterFields) {
    double[] lengths = Arrays.stream(tokens).limit(size).asDoubleStream().toArray();
    return select(
        Order.byContent(
            List.of(Arrays.copyOf(logits, size), lengths),
            clusterFields.stream().map(this::column).toList()));
  }

  private static int[] pick(int[] values, int[] rows) {
    int[] picked = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = values[rows[i]];
    }
    return picked;
  }
}
