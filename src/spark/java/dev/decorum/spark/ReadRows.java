package dev.decorum.spark;

import dev.decorum.api.Chat;
import dev.decorum.api.ChatFile;
import dev.decorum.api.ChatFiles;
import dev.decorum.api.ReadOptions;
import dev.decorum.api.Rejected;
import java.io.Closeable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/** The rows of a file, read as they are asked for, and then their totals. */
final class ReadRows implements Iterator<Row>, Closeable {
  /** A file has fewer rows than 2 to the power of this. */
  private static final int ROW_BITS = 40;

  /** So many chats that begin alike come together, and no more, or one part would have them all. */
  private static final int MOST_TOGETHER = 256;

  /** Beginnings that are remembered in a file. */
  private static final int MOST_BEGINNINGS = 100_000;

  private final ChatFiles chats;
  private final int stretch;
  private final Map<Long, Integer> begun = new HashMap<>();
  private long order;
  private boolean ended;

  /**
   * @param number the place of the file among the inputs, from 0
   * @param stretch chats of the same stretch may come together
   */
  ReadRows(ChatFile file, int number, int stretch, ReadOptions options) {
    this.chats = ChatFiles.part(file, options, notice -> {});
    this.stretch = stretch;
    this.order = (long) number << ROW_BITS;
    TaskCompletionListener end = context -> close();
    TaskContext.get().addTaskCompletionListener(end);
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public Row next() {
    if (!chats.hasNext()) {
      ended = true;
      return RowFactory.create(
          order, inOrder(), null, null, null, null, null, TotalsBytes.of(chats.totals()));
    }
    long place = order++;
    dev.decorum.api.Row row = chats.next();
    if (row instanceof Chat chat) {
      return RowFactory.create(
          place, neighbours(chat), chat.toBytes(), null, null, null, null, null);
    }
    Rejected rejected = (Rejected) row;
    return RowFactory.create(
        place,
        inOrder(),
        null,
        rejected.id(),
        rejected.reason(),
        rejected.place(),
        rejected.raw(),
        null);
  }

  /** A number that is equal for chats that are to be scored together. */
  private long neighbours(Chat chat) {
    long beginning = chat.beginning();
    if (beginning == 0 || (begun.size() == MOST_BEGINNINGS && !begun.containsKey(beginning))) {
      return inOrder();
    }
    int before = begun.merge(beginning, 1, Integer::sum) - 1;
    return mixed(mixed(beginning + stretch) + before / MOST_TOGETHER);
  }

  /** Chats without a known beginning stay with those before and after them. */
  private long inOrder() {
    return mixed(order / MOST_TOGETHER);
  }

  /** Spreads numbers over all numbers: the last step of SplitMix64. */
  private static long mixed(long number) {
    long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public void close() {
    chats.close();
  }
}
