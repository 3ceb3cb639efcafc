package dev.decorum.score;

import dev.decorum.score.parquet.ParquetTableWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The type of a column of a score file. */
enum ColumnKind {
  /** A string; for a kept field, the value of the input row as text. */
  TEXT("text", ParquetTableWriter.Kind.TEXT),

  /** A whole number, at least 0. */
  COUNT("integer", ParquetTableWriter.Kind.INTEGER),

  /** A number from 0 to 1 with 9 decimals: three more than anyone should rely on. */
  PROBABILITY("number, 9 decimals", ParquetTableWriter.Kind.DOUBLE),

  /** A number with 6 decimals, or none. */
  PERCENT("number, 6 decimals", ParquetTableWriter.Kind.DOUBLE),

  /** A number of single precision. */
  LOGIT("number, single precision", ParquetTableWriter.Kind.SINGLE),

  /** The names of flags: a list in JSON, else one text. */
  FLAGS("texts: a list in JSON Lines, else joined by `;`", ParquetTableWriter.Kind.TEXT);

  private final String description;
  private final ParquetTableWriter.Kind stored;

  ColumnKind(String description, ParquetTableWriter.Kind stored) {
    this.description = description;
    this.stored = stored;
  }

  /** The type of the column in Parquet. */
  ParquetTableWriter.Kind stored() {
    return stored;
  }

  /** A probability rounded to the digits of its column. */
  static BigDecimal probability(BigDecimal value) {
    return value.setScale(9, RoundingMode.HALF_EVEN);
  }

  /** A percentage rounded to the digits of its column. */
  static BigDecimal percent(BigDecimal value) {
    return value.setScale(6, RoundingMode.HALF_EVEN);
  }

  /**
   * Writes a cell that was read from another score file.
   *
   * @param text not empty
   * @throws NumberFormatException if it should be a number and is not
   */
  void copy(String text, RowOutput out) throws IOException {
    switch (this) {
      case TEXT -> out.text(text);
      case COUNT -> out.count(Integer.parseInt(text));
      case PROBABILITY -> out.decimal(probability(new BigDecimal(text)));
      case PERCENT -> out.decimal(percent(new BigDecimal(text)));
      case LOGIT -> out.single(Float.parseFloat(text));
      case FLAGS -> out.flags(FlagNames.separated(text));
    }
  }

  /** Writes a cell that is empty in another score file. */
  void copyNothing(RowOutput out) throws IOException {
    switch (this) {
      case TEXT -> out.text("");
      case COUNT, PROBABILITY, PERCENT, LOGIT -> out.none();
      case FLAGS -> out.flags(List.of());
    }
  }

  /** The description for people. */
  @Override
  public String toString() {
    return description;
  }
}
