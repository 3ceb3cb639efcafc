package dev.decorum.read;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Several readers in turn, a row of each, until all have ended. Rows that belong together, such as
 * the answers of several bots to one context, so come one after another although those of each bot
 * are in a file of their own.
 */
public final class AlternatingReader implements ConversationReader {
  private final List<? extends ConversationReader> readers;
  private final Deque<Turn> turns = new ArrayDeque<>();

  /** A reader, and how many rows it may still give. */
  private record Turn(ConversationReader reader, long left) {}

  /**
   * Takes turns in this order; closing closes all.
   *
   * @param limit most rows of each reader
   */
  public AlternatingReader(List<? extends ConversationReader> readers, long limit) {
    this.readers = List.copyOf(readers);
    readers.forEach(reader -> turns.add(new Turn(reader, limit)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if the reader whose turn it is throws it; its next turn will come
   */
  @Override
  public Optional<ReadResult> next() {
    while (!turns.isEmpty()) {
      Turn turn = turns.removeFirst();
      if (turn.left() == 0) {
        continue;
      }
      Optional<ReadResult> next;
      try {
        next = turn.reader().next();
      } catch (InputException e) {
        turns.addLast(turn);
        throw e;
      }
      if (next.isPresent()) {
        turns.addLast(new Turn(turn.reader(), turn.left() - 1));
        return next;
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean isLive() {
    return readers.stream().anyMatch(ConversationReader::isLive);
  }

  @Override
  public long bytesRead() {
    long bytes = 0;
    for (ConversationReader reader : readers) {
      bytes += reader.bytesRead();
    }
    return bytes;
  }

  @Override
  public long bytesTotal() {
    long bytes = 0;
    for (ConversationReader reader : readers) {
      if (reader.bytesTotal() < 0) {
        return -1;
      }
      bytes += reader.bytesTotal();
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (ConversationReader reader : readers) {
      try {
        reader.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
