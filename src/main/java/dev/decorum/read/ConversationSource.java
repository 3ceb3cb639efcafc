package dev.decorum.read;

import dev.decorum.read.bytes.CountingInputStream;
import dev.decorum.read.bytes.InputDigest;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The conversations of any number of files, directories, globs and standard input, in order. */
public final class ConversationSource implements ConversationReader {
  private final List<InputFile> files;
  private final InputOptions options;
  private final InputStream standardInput;
  private final InputListener listener;
  private final AtomicLong bytesRead = new AtomicLong();
  private final long bytesTotal;
  private final List<InputDigest> digests = new ArrayList<>();

  private int nextFile;
  private long rowsRead;
  private int inputsFailed;
  private @Nullable CountingInputStream stream;
  private @Nullable FileRows rows;

  private ConversationSource(
      List<InputFile> files,
      InputOptions options,
      InputStream standardInput,
      InputListener listener) {
    this.files = files;
    this.options = options;
    this.standardInput = standardInput;
    this.listener = listener;
    long total = 0;
    for (InputFile file : files) {
      total = total < 0 || file.bytes() < 0 ? -1 : total + file.bytes();
    }
    this.bytesTotal = total;
  }

  /**
   * Finds the inputs; opens none of them yet.
   *
   * @param inputs files, directories, globs and at most one {@code -}
   * @param standardInput what {@code -} stands for; is not closed
   * @throws InputException if an input is missing or a directory or glob holds nothing
   */
  public static ConversationSource open(
      List<String> inputs,
      InputOptions options,
      InputStream standardInput,
      InputListener listener) {
    return new ConversationSource(InputFiles.files(inputs), options, standardInput, listener);
  }

  /** The files that are read, in order, as the user would name them. */
  public List<String> files() {
    return files.stream().map(InputFile::name).toList();
  }

  /**
   * How many rows were handed out so far, good and bad. A row of several conversations counts once.
   */
  public long rowsRead() {
    return rowsRead;
  }

  /** What was read of every input so far; the last one may still be open and is then not in it. */
  public List<InputDigest> inputs() {
    return List.copyOf(digests);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if a file cannot be read or its format cannot be told
   */
  @Override
  public Optional<ReadResult> next() {
    try {
      Optional<ReadResult> next = nextOfFiles();
      if (next.isPresent() && (rows == null || !rows.continuesRow())) {
        rowsRead++;
      }
      return next;
    } catch (InputException e) {
      inputsFailed++;
      abandonFile(e);
      throw e;
    }
  }

  /** How many inputs could not be read, or not to their end. */
  public int inputsFailed() {
    return inputsFailed;
  }

  private Optional<ReadResult> nextOfFiles() {
    while (true) {
      if (rows == null) {
        if (nextFile == files.size()) {
          return Optional.empty();
        }
        open(files.get(nextFile++));
      }
      ReadResult result = nextOfFile();
      if (result != null) {
        return Optional.of(result);
      }
      closeFile();
    }
  }

  private @Nullable ReadResult nextOfFile() {
    try {
      return rows == null ? null : rows.next();
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private void open(InputFile file) {
    try {
      InputStream raw = file.path() == null ? standardInput : Files.newInputStream(file.path());
      stream = new CountingInputStream(raw, bytesRead);
      rows = FileOpening.open(file, stream, options, listener);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private void closeFile() {
    try {
      close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** So that the next call goes on with the next file. */
  private void abandonFile(InputException cause) {
    try {
      close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private InputException unreadable(Exception e) {
    return InputException.unreadable(files.get(nextFile - 1).name(), e);
  }

  @Override
  public boolean isLive() {
    return files.stream().anyMatch(file -> file.bytes() < 0);
  }

  @Override
  public long bytesRead() {
    return bytesRead.get();
  }

  @Override
  public long bytesTotal() {
    return bytesTotal;
  }

  @Override
  public void close() throws IOException {
    FileRows openRows = rows;
    CountingInputStream openStream = stream;
    if (openStream != null) {
      digests.add(openStream.digest(files.get(nextFile - 1).name()));
    }
    rows = null;
    stream = null;
    try {
      if (openRows != null) {
        openRows.close();
      }
    } finally {
      if (openStream != null && files.get(nextFile - 1).path() != null) {
        openStream.close();
      }
    }
  }
}
