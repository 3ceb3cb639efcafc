package dev.decorum.api;

import dev.decorum.read.ConversationReader;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the conversations of exported chat logs, row by row: every layout that {@code decorum
 * score} reads, plain, compressed or in archives, detected from the content. Memory does not depend
 * on the size of the files. Not thread-safe.
 *
 * <p>A row that is not a conversation, or a file that cannot be read, is a {@link Rejected}, and
 * reading continues after it.
 */
public final class ChatFiles implements Iterator<Row>, AutoCloseable {
  private final ConversationReader reader;
  private @Nullable Row next;

  private ChatFiles(ConversationReader reader) {
    this.reader = reader;
  }

  /**
   * Finds files; opens none of them yet.
   *
   * @param inputs files, folders (which are read with their subfolders) and globs
   * @throws dev.decorum.failure.DecorumException if one is missing, or a folder or glob has no
   *     files
   */
  public static ChatFiles open(List<String> inputs) {
    if (inputs.contains("-")) {
      throw new IllegalArgumentException("standard input is read by the command line alone");
    }
    return new ChatFiles(
        ConversationSource.open(
            inputs,
            InputOptions.defaults(),
            InputStream.nullInputStream(),
            InputListener.silent()));
  }

  /** The same for inputs as separate arguments. */
  public static ChatFiles open(String... inputs) {
    return open(List.of(inputs));
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = read();
    }
    return next != null;
  }

  private @Nullable Row read() {
    Optional<ReadResult> result;
    try {
      result = reader.next();
    } catch (InputException e) {
      return new Rejected("", e.getMessage());
    }
    if (result.isEmpty()) {
      return null;
    }
    if (result.get() instanceof ReadResult.Rejected rejected) {
      return new Rejected(
          rejected.rejection().location().toString(), rejected.rejection().reason());
    }
    return new Chat(((ReadResult.Accepted) result.get()).conversation());
  }

  @Override
  public Row next() {
    Row row = hasNext() ? next : null;
    if (row == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return row;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
