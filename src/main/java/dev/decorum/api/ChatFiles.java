package dev.decorum.api;

import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.FolderChoice;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
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
  private static final String MESSAGE_ROWS = "message-rows";

  private final ConversationSource reader;
  private @Nullable Row next;

  private ChatFiles(ConversationSource reader) {
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
    return open(inputs, ReadOptions.defaults());
  }

  /** The same for files that are read in a certain way. */
  public static ChatFiles open(List<String> inputs, ReadOptions options) {
    if (inputs.contains("-")) {
      throw new IllegalArgumentException("standard input is read by the command line alone");
    }
    return new ChatFiles(
        ConversationSource.open(
            inputs, options.options(), InputStream.nullInputStream(), InputListener.silent()));
  }

  /**
   * The chats of files that need not be on a disk of this machine; opens none of them yet. Parquet
   * files and zip archives are copied into the temporary folder while they are read.
   */
  public static ChatFiles of(List<? extends ChatFile> files, ReadOptions options) {
    return new ChatFiles(
        ConversationSource.open(
            files.stream().map(ChatFiles::elsewhere).toList(),
            options.options(),
            InputListener.silent(),
            false));
  }

  /**
   * The chats of one file of several that different programs read, such as the tasks of a cluster.
   * Whether the fields that {@link ReadOptions#map} names are in any row is known only of all files
   * together: {@link RunTotals#notices} says it.
   *
   * @param notices takes a sentence for each thing that is decided while the file is read, such as
   *     its layout
   */
  public static ChatFiles part(ChatFile file, ReadOptions options, Consumer<String> notices) {
    return new ChatFiles(
        ConversationSource.open(
            List.of(elsewhere(file)), options.options(), InputListener.telling(notices), true));
  }

  private static InputFile elsewhere(ChatFile file) {
    return InputFile.elsewhere(file.name(), file.bytes(), file::open);
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
      String place = rejected.rejection().location().toString();
      return new Rejected(place, rejected.rejection().reason(), place, rejected.rejection().raw());
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

  /**
   * Which files of a folder are read, going by their names, as when the folder is given to {@link
   * #open}.
   *
   * @param names of the files in the folder and its subfolders, with slashes
   */
  public static List<String> chosen(List<String> names) {
    return FolderChoice.of(names).read();
  }

  /** The other files of a folder, without those that nobody expects to be read. */
  public static List<String> passedOver(List<String> names) {
    return FolderChoice.of(names).passedOver();
  }

  /**
   * Whether some of the rows so far are single messages, which belong to a conversation together
   * with other rows.
   */
  public boolean hasMessageRows() {
    return reader.understanding().layouts().containsKey(MESSAGE_ROWS);
  }

  /** What was read so far, for the manifest of a run; of a file that is still open, its rows. */
  public RunTotals totals() {
    return RunTotals.of(reader);
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
