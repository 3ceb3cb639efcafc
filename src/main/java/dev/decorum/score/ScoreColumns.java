package dev.decorum.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a score file has.
 *
 * @param withTurn whether there is a {@code turn} column
 * @param kept names of the fields that come from the input row, in their order
 * @param calibration what {@code calibrated_probability} comes from; {@code null} for no such
 *     column
 * @param scale of rewards there is one column, {@code reward}, in the place of the two logits
 */
public record ScoreColumns(
    boolean withTurn, List<String> kept, @Nullable Calibration calibration, Scale scale) {
  /**
   * @throws IllegalArgumentException if a kept field has the name of a column or comes twice
   */
  public ScoreColumns {
    kept = List.copyOf(kept);
    Objects.requireNonNull(scale);
    Set<String> taken = new HashSet<>();
    for (ScoreColumn column : ScoreColumn.values()) {
      if (column.when() != ScoreColumn.When.REWARDS || scale == Scale.REWARD) {
        taken.add(column.outputName());
      }
    }
    for (String name : kept) {
      if (!taken.add(name)) {
        throw new IllegalArgumentException(
            "the field '" + name + "' cannot be kept: the score file has a column of that name");
      }
    }
  }

  /** Columns of probabilities. */
  public ScoreColumns(boolean withTurn, List<String> kept, @Nullable Calibration calibration) {
    this(withTurn, kept, calibration, Scale.PROBABILITY);
  }

  /** Columns of probabilities without a calibrated one. */
  public ScoreColumns(boolean withTurn, List<String> kept) {
    this(withTurn, kept, null);
  }

  /** All columns in the order of the file. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (ScoreColumn column : ScoreColumn.values()) {
      if (has(column)) {
        columns.add(new Column.Own(column));
      }
      if (column == ScoreColumn.BOT_NAME) {
        kept.forEach(name -> columns.add(new Column.Kept(name)));
      }
    }
    return columns;
  }

  private boolean has(ScoreColumn column) {
    return switch (column.when()) {
      case ALWAYS -> true;
      case TURNS -> withTurn;
      case CALIBRATED -> calibration != null;
      case PROBABILITIES -> scale == Scale.PROBABILITY;
      case REWARDS -> scale == Scale.REWARD;
    };
  }

  /** All names in the order of the file. */
  public List<String> names() {
    return columns().stream().map(Column::name).toList();
  }

  /** The calibrated probability of a score, where there is a calibration. */
  public double calibrated(ConversationScore score) {
    Calibration known = Objects.requireNonNull(calibration);
    return known.probability(score.logit());
  }

  /** How probabilities are corrected, as a manifest says it; {@code null} if they are not. */
  public RunManifest.@Nullable Calibrated correction() {
    return calibration == null ? null : calibration.summary();
  }
}
