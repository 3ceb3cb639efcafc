package dev.decorum.spark;

import dev.decorum.api.ChatFile;
import dev.decorum.api.ChatFiles;
import dev.decorum.api.ReadOptions;
import java.io.Closeable;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/** The rows of a file, read as they are asked for, and then their totals. */
final class ReadRows implements Iterator<Row>, Closeable {
  /** A file has fewer rows than 2 to the power of this. */
  private static final int ROW_BITS = 40;

  private final ChatFiles chats;
  private final Neighbours neighbours;
  private long order;
  private boolean ended;

  /**
   * @param number the place of the file among the inputs, from 0
   * @param stretch the stretch of inputs that it belongs to
   */
  ReadRows(ChatFile file, int number, int stretch, ReadOptions options) {
    this.chats = ChatFiles.part(file, options, notice -> {});
    this.neighbours = new Neighbours(stretch);
    this.order = firstOf(number);
    TaskCompletionListener end = context -> close();
    TaskContext.get().addTaskCompletionListener(end);
  }

  /** The place of the first row of a file or part among all rows. */
  static long firstOf(int number) {
    return (long) number << ROW_BITS;
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public Row next() {
    if (!chats.hasNext()) {
      ended = true;
      return ReadRow.of(chats.totals(), order, neighbours);
    }
    return ReadRow.of(chats.next(), order++, neighbours);
  }

  @Override
  public void close() {
    chats.close();
  }
}
