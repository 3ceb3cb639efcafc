package dev.decorum.report;

import dev.decorum.score.ConversationScore;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes the first rows of a table as they arrive and the last ones at the end; of a table that is
 * longer, says how many there are between them and how to see them.
 */
final class HeadAndTail implements ScoreWriter {
  private static final int HEAD = 40;
  private static final int TAIL = 10;

  private final RowTable table;
  private final Deque<ConversationScore> tail = new ArrayDeque<>();
  private long rows;

  HeadAndTail(RowTable table) {
    this.table = table;
  }

  @Override
  public void write(ConversationScore score) throws IOException {
    rows++;
    if (rows <= HEAD) {
      table.write(score);
      return;
    }
    if (tail.size() == TAIL) {
      tail.remove();
    }
    tail.add(score);
  }

  @Override
  public void finish() throws IOException {
    long between = rows - HEAD - tail.size();
    if (between > 0) {
      table.gap(
          "… "
              + NumberText.counted(between, "further row")
              + "; -o scores.csv keeps all, --output-format table shows all …");
    }
    for (ConversationScore score : tail) {
      table.write(score);
    }
    tail.clear();
    table.finish();
  }

  @Override
  public void flush() throws IOException {
    table.flush();
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
