package dev.decorum.read;

import dev.decorum.read.bytes.ContentOptions;
import dev.decorum.read.bytes.CountingInputStream;
import dev.decorum.read.bytes.InputContents;
import dev.decorum.read.bytes.InputDigest;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.read.bytes.UnpackedFile;
import dev.decorum.read.dialogue.FieldSurvey;
import dev.decorum.read.dialogue.FieldUse;
import dev.decorum.read.dialogue.SeenFields;
import dev.decorum.read.layout.ConversationCursor;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The conversations of any number of files, directories, globs and standard input, in order. */
public final class ConversationSource implements ConversationReader {
  private final List<InputFile> files;
  private final InputOptions options;
  private final InputStream standardInput;
  private final InputListener listener;
  private final Understanding understanding;
  private final FieldUse fieldUse;
  private final boolean part;
  private final AtomicLong bytesRead = new AtomicLong();
  private final long bytesTotal;
  private final List<InputDigest> digests = new ArrayList<>();

  private int nextFile;
  private long rowsRead;
  private int inputsFailed;
  private boolean inArchive;
  private boolean fieldsChecked;
  private @Nullable CountingInputStream stream;
  private @Nullable InputContents contents;
  private @Nullable ConversationCursor rows;

  private ConversationSource(
      InputFiles.Resolved inputs,
      InputOptions options,
      InputStream standardInput,
      InputListener listener,
      FieldUse fieldUse,
      boolean part) {
    this.files = inputs.files();
    this.fieldUse = fieldUse;
    this.part = part;
    this.options = options;
    this.standardInput = standardInput;
    this.understanding = new Understanding(inputs);
    this.listener = understanding.hearingFor(listener);
    long total = 0;
    for (InputFile file : files) {
      total = total < 0 || file.bytes() < 0 ? -1 : total + file.bytes();
    }
    this.bytesTotal = total;
  }

  /**
   * Finds the inputs; opens none of them yet. An input that is reached twice is read once.
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
    return new ConversationSource(
        InputFiles.resolve(inputs), options, standardInput, listener, new FieldUse(), false);
  }

  /**
   * The conversations of files that were found already, some of them on other machines.
   *
   * @param part whether somebody else reads other files of the same input, where the fields that
   *     the user has named may be: see {@link #seenFields}
   */
  public static ConversationSource open(
      List<InputFile> files, InputOptions options, InputListener listener, boolean part) {
    return new ConversationSource(
        new InputFiles.Resolved(files, List.of(), List.of()),
        options,
        InputStream.nullInputStream(),
        listener,
        new FieldUse(),
        part);
  }

  /**
   * The same for those who want to know how every file is understood, which takes time.
   *
   * @param surveys takes what was seen of each file when it ends
   */
  public static ConversationSource open(
      List<String> inputs,
      InputOptions options,
      InputStream standardInput,
      InputListener listener,
      Consumer<FieldSurvey> surveys) {
    return new ConversationSource(
        InputFiles.resolve(inputs), options, standardInput, listener, new FieldUse(surveys), false);
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

  /** What fields were in the rows so far. */
  public SeenFields seenFields() {
    return fieldUse.seen(rowsRead);
  }

  /** What was understood so far, and what was not used. */
  public Understanding understanding() {
    return understanding;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if a file cannot be read or its layout cannot be recognised, or if at
   *     the end a field that the user has named was in no row
   */
  @Override
  public Optional<ReadResult> next() {
    Optional<ReadResult> next = nextUncounted();
    next.ifPresent(understanding::count);
    return next;
  }

  /** The same for those who may leave it out, and count by themselves what they do not. */
  Optional<ReadResult> nextUncounted() {
    try {
      Optional<ReadResult> next = nextOfFiles();
      if (next.isPresent() && (rows == null || !rows.continuesRow())) {
        rowsRead++;
      }
      return next;
    } catch (InputException e) {
      inputsFailed++;
      abandonContent(e);
      throw e;
    }
  }

  /** Hands out what was seen of the file that is being read, of which no more will be read. */
  public void endSurvey() {
    fieldUse.end();
  }

  /** How many inputs could not be read, or not to their end. */
  public int inputsFailed() {
    return inputsFailed;
  }

  private Optional<ReadResult> nextOfFiles() {
    while (true) {
      if (contents == null) {
        if (nextFile == files.size()) {
          if (!part) {
            checkFields();
          }
          return Optional.empty();
        }
        open(files.get(nextFile++));
      }
      if (rows == null && !openContent()) {
        closeFile();
        continue;
      }
      ReadResult result = nextOfContent();
      if (result != null) {
        return Optional.of(result);
      }
      closeContent();
    }
  }

  private void checkFields() {
    if (!fieldsChecked) {
      fieldsChecked = true;
      seenFields().check(options, listener::warning);
    }
  }

  private @Nullable ReadResult nextOfContent() {
    try {
      return rows == null ? null : rows.next();
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private void open(InputFile file) {
    try {
      InputStream raw = file.open(standardInput);
      stream = new CountingInputStream(raw, bytesRead);
      contents =
          InputContents.open(
              file, stream, ContentOptions.defaults().withEncoding(options.encoding()));
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  /** Goes to the next file of an input, which may be an archive; false at its end. */
  private boolean openContent() {
    InputFile file = files.get(nextFile - 1);
    try {
      inArchive = true;
      UnpackedFile unpacked = contents == null ? null : contents.next();
      inArchive = unpacked != null && !unpacked.name().equals(file.name());
      if (unpacked == null) {
        return false;
      }
      unpacked
          .encoding()
          .ifPresent(encoding -> listener.note(unpacked.name() + ": read as " + encoding));
      fieldUse.begin(unpacked.name());
      rows = FileOpener.open(unpacked, file.bytes() < 0, options, fieldUse, listener);
      return true;
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private void closeContent() {
    ConversationCursor open = rows;
    rows = null;
    fieldUse.end();
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }

  private void closeFile() {
    if (contents != null) {
      understanding.passedOver(contents.passedOver());
    }
    try {
      close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** So that the next call goes on with the next file of an archive, else with the next input. */
  private void abandonContent(InputException cause) {
    boolean archive = inArchive && contents != null && cause.getCause() == null;
    try {
      ConversationCursor open = rows;
      rows = null;
      fieldUse.end();
      if (open != null) {
        open.close();
      }
      if (!archive) {
        close();
      }
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
    ConversationCursor openRows = rows;
    InputContents openContents = contents;
    CountingInputStream openStream = stream;
    rows = null;
    contents = null;
    stream = null;
    try {
      if (openRows != null) {
        openRows.close();
      }
      if (openContents != null) {
        openContents.close();
      }
    } finally {
      if (openStream != null) {
        digests.add(openStream.digest(files.get(nextFile - 1).name()));
        if (!files.get(nextFile - 1).isStandardInput()) {
          openStream.close();
        }
      }
    }
  }
}
