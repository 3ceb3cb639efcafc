package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import dev.decorum.score.parquet.ParquetTableWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as Parquet, with the columns of the CSV in the same order and with the same values.
 * Probabilities and percentages are doubles, logits floats, counts integers, and everything else is
 * text; empty cells of the CSV are null. Text is not neutralised, since no reader treats it as a
 * formula.
 */
final class ParquetOutput implements RowOutput {

  /** The name of the program in the file's metadata. */
  private static final String CREATED_BY = "decorum";

  private final ParquetTableWriter table;

  /** Begins the file. */
  ParquetOutput(OutputStream out, List<FileColumn> columns) throws IOException {
    this.table =
        new ParquetTableWriter(
            out,
            columns.stream()
                .map(column -> new ParquetTableWriter.Column(column.name(), column.kind().stored()))
                .toList(),
            CREATED_BY);
  }

  @Override
  public void begin() {
    // The table counts the cells.
  }

  @Override
  public void text(String value) {
    table.text(value.isEmpty() ? null : value);
  }

  @Override
  public void kept(@Nullable FieldValue value) {
    table.text(value == null || value.isNothing() ? null : value.text());
  }

  @Override
  public void count(int value) {
    table.integer(value);
  }

  @Override
  public void decimal(BigDecimal value) {
    table.real(value.doubleValue());
  }

  @Override
  public void single(float value) {
    table.single(value);
  }

  @Override
  public void flags(List<String> names) {
    text(FlagNames.joined(names));
  }

  @Override
  public void none() {
    table.missing();
  }

  @Override
  public void end() throws IOException {
    table.endRow();
  }

  /** Does nothing, since rows are collected in large groups. */
  @Override
  public void flush() {
    // See finish.
  }

  @Override
  public void finish() throws IOException {
    table.finish();
  }

  @Override
  public void close() {
    table.close();
  }
}
