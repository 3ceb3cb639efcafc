package dev.decorum.score;

import dev.decorum.score.parquet.ParquetTableWriter;
import java.util.Collection;

/** What a column of a score file holds. */
enum ColumnKind {
  /** A string, or whatever the input row had, as text. */
  TEXT(ParquetTableWriter.Kind.TEXT),

  /** A number from 0. */
  COUNT(ParquetTableWriter.Kind.INTEGER),

  /** A number from 0 to 1 with 9 decimals. */
  PROBABILITY(ParquetTableWriter.Kind.DOUBLE),

  /** A number with 6 decimals. */
  PERCENT(ParquetTableWriter.Kind.DOUBLE),

  /** A number of single precision. */
  LOGIT(ParquetTableWriter.Kind.SINGLE),

  /** The names of flags: a list in JSON, else one text. */
  FLAGS(ParquetTableWriter.Kind.TEXT);

  private final ParquetTableWriter.Kind stored;

  ColumnKind(ParquetTableWriter.Kind stored) {
    this.stored = stored;
  }

  /**
   * By a column's name; kept fields have none of the others' names. Only {@code reward} may be one
   * where the scores are probabilities.
   *
   * @param all the names of all columns
   */
  static ColumnKind of(String name, Collection<String> all) {
    if (name.equals(ScoreColumns.REWARD) && all.contains(ScoreColumns.LOGIT_APPROPRIATE)) {
      return TEXT;
    }
    return switch (name) {
      case ScoreColumns.TURN,
          ScoreColumns.TOKENS,
          ScoreColumns.TOKENS_DROPPED,
          ScoreColumns.MESSAGES,
          ScoreColumns.MESSAGES_USED ->
          COUNT;
      case ScoreColumns.APPROPRIATE_PROBABILITY, ScoreColumns.CALIBRATED_PROBABILITY -> PROBABILITY;
      case ScoreColumns.BASELINE_DELTA_PERCENT -> PERCENT;
      case ScoreColumns.LOGIT_INAPPROPRIATE, ScoreColumns.LOGIT_APPROPRIATE, ScoreColumns.REWARD ->
          LOGIT;
      case ScoreColumns.FLAGS -> FLAGS;
      default -> TEXT;
    };
  }

  /** What Parquet holds of it. */
  ParquetTableWriter.Kind stored() {
    return stored;
  }
}
