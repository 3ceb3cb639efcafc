package dev.decorum.read.layout;

import dev.decorum.conversation.Location;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Fields;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.ExportRecord;
import dev.decorum.read.row.RowException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reading of one file: its names, what the user wants, and who hears of what is noticed.
 *
 * @param file the file as the user would name it
 * @param shortName its name without folders, of which the ids of rows without an id are made
 * @param fields finds fields by what they mean
 * @param listener hears of what is decided
 * @param check looks at every row before it is read
 */
public record FileContext(
    String file, String shortName, Fields fields, InputListener listener, RowCheck check) {

  /** Looks at a row before a layout reads it. */
  @FunctionalInterface
  public interface RowCheck {

    /**
     * Reads the row, of a layout that may be another of the same family as the file's.
     *
     * @return {@code null} where the file's layout reads it, or finds out what is wrong with it
     * @throws RowException if the row is of another layout than the file
     */
    @Nullable RowReader readerOf(ExportRow row) throws RowException;
  }

  public FileContext {
    Objects.requireNonNull(file);
    Objects.requireNonNull(shortName);
    Objects.requireNonNull(fields);
    Objects.requireNonNull(listener);
    Objects.requireNonNull(check);
  }

  public InputOptions options() {
    return fields.options();
  }

  /** A record as a row of an export, checked to be of the file's layout. */
  public ExportRow row(ExportRecord record) throws RowException {
    ExportRow row = unchecked(record);
    check.readerOf(row);
    return row;
  }

  /** A record as a row of an export, of whichever layout. */
  public ExportRow unchecked(ExportRecord record) throws RowException {
    fields.saw(record.object());
    return new ExportRow(
        record.object(), fields, new Location(file, record.row().line(), 0), () -> rowId(record));
  }

  /** What a row without an id is called. */
  public String rowId(ExportRecord record) {
    return shortName + ":" + record.place();
  }
}
