package dev.decorum.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one score file.
 *
 * @param withTurn whether there is a {@code turn} column
 * @param kept the names of the fields copied from the input, in their order
 * @param calibration the calibration for {@code calibrated_probability}; {@code null} for no such
 *     column
 * @param scale the scale of the scores; rewards have a column {@code reward} instead of the two
 *     logits
 */
public record ScoreColumns(
    boolean withTurn,
    List<String> kept,
    @Nullable ProbabilityCalibration calibration,
    Scale scale) {
  /**
   * @throws IllegalArgumentException if a kept field has the name of a column or occurs twice
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

  /** The columns of a file of probabilities. */
  public ScoreColumns(
      boolean withTurn, List<String> kept, @Nullable ProbabilityCalibration calibration) {
    this(withTurn, kept, calibration, Scale.PROBABILITY);
  }

  /** The columns of a file of probabilities without a calibrated one. */
  public ScoreColumns(boolean withTurn, List<String> kept) {
    this(withTurn, kept, null);
  }

  /** All columns in the order of the file. */
  List<FileColumn> columns() {
    List<FileColumn> columns = new ArrayList<>();
    for (ScoreColumn column : ScoreColumn.values()) {
      if (has(column)) {
        columns.add(new FileColumn.Own(column));
      }
      if (column == ScoreColumn.BOT_NAME) {
        kept.forEach(name -> columns.add(new FileColumn.Kept(name)));
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
    return columns().stream().map(FileColumn::name).toList();
  }

  /** The calibrated probability of a score; requires a calibration. */
  public double calibrated(ConversationScore score) {
    ProbabilityCalibration known = Objects.requireNonNull(calibration);
    return known.probability(score.logit());
  }

  /** The calibration as it appears in a manifest; {@code null} if there is none. */
  public RunManifest.@Nullable CalibrationEntry correction() {
    return calibration == null ? null : calibration.summary();
  }
}
