package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import dev.decorum.score.parquet.ParquetTableWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores as Parquet: the columns of the CSV in their order, with the same values. Probabilities and
 * percentages are doubles, logits floats, counts integers, and everything else is text; where a
 * cell of the CSV would be empty, there is null. Text is as it is: nobody takes it for a formula.
 */
public final class ParquetScoreWriter implements ScoreWriter {

  /** Which program wrote a file, for its readers. */
  static final String CREATED_BY = "decorum";

  private final ScoreColumns columns;
  private final ParquetTableWriter table;

  /** Begins the file. */
  public ParquetScoreWriter(OutputStream out, ScoreColumns columns) throws IOException {
    this.columns = columns;
    this.table = table(out, columns.names());
  }

  /** A table with columns of these names. */
  static ParquetTableWriter table(OutputStream out, List<String> names) throws IOException {
    return new ParquetTableWriter(
        out,
        names.stream()
            .map(name -> new ParquetTableWriter.Column(name, ColumnKind.of(name, names).stored()))
            .toList(),
        CREATED_BY);
  }

  @Override
  public void write(ConversationScore score) throws IOException {
    text(score.id().conversationId());
    if (columns.withTurn()) {
      table.integer(score.id().turn());
    }
    text(score.context().botName());
    for (String name : columns.kept()) {
      FieldValue value = score.context().fields().get(name);
      text(value == null || value.isNothing() ? null : value.text());
    }
    table.real(ScoreColumns.probability(score.appropriateProbability()).doubleValue());
    if (columns.calibration() != null) {
      table.real(ScoreColumns.probability(columns.calibrated(score)).doubleValue());
    }
    double delta = score.baselineDeltaPercent();
    table.realOrMissing(Double.isNaN(delta) ? delta : ScoreColumns.percent(delta).doubleValue());
    if (columns.scale() == Scale.PROBABILITY) {
      table.single(score.logitInappropriate());
    }
    table.single(score.logitAppropriate());
    table.integer(score.tokens());
    table.integer(score.tokensDropped());
    table.integer(score.messages());
    table.integer(score.messagesUsed());
    text(CsvScoreWriter.joined(score.flags()));
    text(score.windowSha256());
    table.endRow();
  }

  private void text(@Nullable String value) {
    table.text(value == null || value.isEmpty() ? null : value);
  }

  /** Rows wait until there are many of them, so nothing can be handed on. */
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
