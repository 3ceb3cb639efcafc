package dev.decorum.spark;

import dev.decorum.api.ChatFiles;
import dev.decorum.api.ReadOptions;
import dev.decorum.api.Rejected;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/**
 * The chats of a part of a dataset, each of which is a row in JSON. A row is read by itself: what
 * it is does not depend on which others are in its part.
 */
final class DatasetRows implements Iterator<Row> {
  private final Iterator<String> lines;
  private final int part;
  private final ReadOptions options;
  private final Neighbours neighbours;
  private final Deque<Row> ready = new ArrayDeque<>();
  private long order;
  private long number;

  /**
   * @param part the number of the part
   */
  DatasetRows(Iterator<String> lines, int part, ReadOptions options) {
    this.lines = lines;
    this.part = part;
    this.options = options;
    this.neighbours = new Neighbours(part);
    this.order = ReadRows.firstOf(part);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && lines.hasNext()) {
      read(lines.next());
    }
    return !ready.isEmpty();
  }

  private void read(String line) {
    String name = "part " + part + ", row " + ++number;
    try (ChatFiles chats = ChatFiles.part(new LineFile(name, line), options, notice -> {})) {
      while (chats.hasNext()) {
        dev.decorum.api.Row row = chats.next();
        if (chats.hasMessageRows()) {
          row =
              new Rejected(
                  name,
                  "a single message, and not a whole chat: group the messages of a chat into a row"
                      + " first, or score their files with the job");
        }
        if (row instanceof Rejected rejected && rejected.isFile()) {
          row = new Rejected(name, rejected.reason(), name, rejected.raw());
        }
        ready.add(ReadRow.of(row, order++, neighbours));
      }
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
