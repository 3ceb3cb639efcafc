package dev.decorum.read;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import dev.decorum.read.bytes.InputFile;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reads JSON objects of a known format, one or more conversations each. */
final class JsonConversations implements FileRows {
  private final InputFile file;
  private final RowSource rows;
  private final RowFormat format;
  private final InputOptions options;
  private final RowFields fields;
  private final Json json;

  /** Further conversations of the last row. */
  private Iterator<Conversation> rest = Collections.emptyIterator();

  private boolean continuesRow;
  private long lastLine;

  JsonConversations(InputFile file, RowSource rows, RowFormat format, InputOptions options) {
    this.file = file;
    this.rows = rows;
    this.format = format;
    this.options = options;
    this.fields = new RowFields(options);
    this.json = new Json(options.maxRowBytes());
  }

  @Override
  public @Nullable ReadResult next() throws IOException {
    continuesRow = rest.hasNext();
    if (continuesRow) {
      return new ReadResult.Accepted(rest.next());
    }
    Row row = rows.next();
    return row == null ? null : read(row);
  }

  @Override
  public boolean continuesRow() {
    return continuesRow;
  }

  private ReadResult read(Row row) {
    if (row.fault() != null) {
      return new ReadResult.Rejected(row.rejection(file.name(), row.fault()));
    }
    // The second row of a line has a column in its id, as lines alone would not tell them apart.
    String rowId = file.shortName() + ":" + row.line();
    if (row.line() == lastLine) {
      rowId += ":" + row.column();
    }
    lastLine = row.line();
    try {
      JsonRow jsonRow = new JsonRow(json.object(row), fields, options);
      Location location = new Location(file.name(), row.line(), 0);
      rest = format.conversations(jsonRow, location, rowId);
      return new ReadResult.Accepted(rest.next());
    } catch (RowException e) {
      return new ReadResult.Rejected(row.rejection(file.name(), e));
    }
  }
}
