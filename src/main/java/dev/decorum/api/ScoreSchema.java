package dev.decorum.api;

import dev.decorum.score.RowValues;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a score file, for programs that write scores into tables of their own. Names,
 * order, types and rounding are those of the Parquet files that {@code decorum score} writes.
 *
 * @param withTurn whether there is a column {@code turn}, as for {@link JudgeOptions#turns} other
 *     than {@code last}
 * @param keep the fields of the input that scores bring along, in their order
 * @param ofRewards whether the model gives one reward, and not two logits
 */
public record ScoreSchema(boolean withTurn, List<String> keep, boolean ofRewards)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if a kept field has the name of a column or occurs twice
   */
  public ScoreSchema {
    keep = List.copyOf(keep);
    columns(withTurn, keep, ofRewards);
  }

  private static ScoreColumns columns(boolean withTurn, List<String> keep, boolean ofRewards) {
    return new ScoreColumns(withTurn, keep, null, ofRewards ? Scale.REWARD : Scale.PROBABILITY);
  }

  private ScoreColumns columns() {
    return columns(withTurn, keep, ofRewards);
  }

  /**
   * The columns in order, with the class of each one's values: {@link String}, {@link Integer},
   * {@link Float} or {@link Double}.
   */
  public Map<String, Class<?>> types() {
    return RowValues.columns(columns());
  }

  /** The values of a score in the order of the columns; null where there is nothing. */
  public List<@Nullable Object> values(Score score) {
    return RowValues.of(score.row(), columns());
  }
}
