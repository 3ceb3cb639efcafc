package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as values, with the columns and the rounding of score files, for tables of others. */
public final class RowValues {
  private RowValues() {}

  /** The columns in order, with the Java class of each one's values. */
  public static Map<String, Class<?>> columns(ScoreColumns columns) {
    Map<String, Class<?>> classes = new LinkedHashMap<>();
    for (FileColumn column : columns.columns()) {
      classes.put(
          column.name(),
          switch (column.kind().stored()) {
            case TEXT -> String.class;
            case INTEGER -> Integer.class;
            case SINGLE -> Float.class;
            case DOUBLE -> Double.class;
          });
    }
    return classes;
  }

  /** The values of a row in the order of the columns; {@code null} where a file has nothing. */
  public static List<@Nullable Object> of(ConversationScore score, ScoreColumns columns) {
    Cells cells = new Cells();
    try {
      for (FileColumn column : columns.columns()) {
        column.write(score, columns.calibration(), cells);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cells.values;
  }

  private static final class Cells implements RowOutput {
    private final List<@Nullable Object> values = new ArrayList<>();

    @Override
    public void begin() {
      // There is one row.
    }

    @Override
    public void text(String value) {
      values.add(value.isEmpty() ? null : value);
    }

    @Override
    public void kept(@Nullable FieldValue value) {
      values.add(value == null || value.isNothing() ? null : value.text());
    }

    @Override
    public void count(int value) {
      values.add(value);
    }

    @Override
    public void decimal(BigDecimal value) {
      values.add(value.doubleValue());
    }

    @Override
    public void single(float value) {
      values.add(value);
    }

    @Override
    public void flags(List<String> names) {
      text(FlagNames.joined(names));
    }

    @Override
    public void none() {
      values.add(null);
    }

    @Override
    public void end() {
      // There is one row.
    }

    @Override
    public void flush() {
      // Nothing waits.
    }

    @Override
    public void finish() {
      // Nothing waits.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
