package dev.decorum.report;

import dev.decorum.score.ConversationScore;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes rows as a table for people, whose header comes with the first row, so that notes about the
 * input are above it.
 */
abstract class RowTable implements ScoreWriter {
  private final Writer out;
  private final RowColumns columns;
  private boolean begun;

  RowTable(OutputStream stream, RowColumns columns) {
    this.out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    this.columns = columns;
  }

  /** The cells of a row, one for each column. */
  abstract List<String> cells(ConversationScore score);

  @Override
  public void write(ConversationScore score) throws IOException {
    if (!begun) {
      line(columns.header());
      begun = true;
    }
    line(columns.line(cells(score)));
  }

  /** Writes a line that stands for rows which are left out. */
  void gap(String text) throws IOException {
    line(text);
  }

  private void line(String line) throws IOException {
    out.write(line);
    out.write('\n');
  }

  /** Says which columns there was no room for. */
  @Override
  public void finish() throws IOException {
    if (!columns.leftOut().isEmpty()) {
      line(
          "No room for: "
              + String.join(", ", columns.leftOut())
              + "; -o scores.csv has all columns.");
    }
    flush();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
