package dev.decorum.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects, one or more conversations each; tells their format at the first that allows
 * it.
 */
final class JsonConversations implements FileRows {
  private static final int MAX_UNDECIDED_ROWS = 100;

  private final InputFile file;
  private final RowSource rows;
  private final InputOptions options;
  private final InputListener listener;
  private final RowFields fields;
  private final Json json;

  /** Rows that came before the format was known. */
  private final Deque<Row> waiting = new ArrayDeque<>();

  /** Further conversations of the last row. */
  private final Deque<Conversation> rest = new ArrayDeque<>();

  private boolean continuesRow;
  private long waitingBytes;
  private List<String> undecided = List.of();
  private @Nullable RowFormat format;
  private long lastLine;

  JsonConversations(InputFile file, RowSource rows, InputOptions options, InputListener listener) {
    this.file = file;
    this.rows = rows;
    this.options = options;
    this.listener = listener;
    this.fields = new RowFields(options);
    this.json = new Json(options.maxRowBytes());
    if (options.format() != InputFormat.AUTO) {
      format = FormatDetection.rowFormat(options.format());
    }
  }

  @Override
  public @Nullable ReadResult next() throws IOException {
    while (format == null) {
      Row row = rows.next();
      if (row == null) {
        if (!waiting.isEmpty()) {
          throw new InputException(file.name() + ": " + FormatDetection.unknown(undecided));
        }
        return null;
      }
      // Before any row has to wait, a bad one can be told of at once.
      ReadResult.Rejected rejected = detect(row);
      if (rejected != null && waiting.isEmpty()) {
        return rejected;
      }
    }
    continuesRow = !rest.isEmpty();
    if (continuesRow) {
      return new ReadResult.Accepted(rest.remove());
    }
    Row row = waiting.isEmpty() ? rows.next() : waiting.remove();
    return row == null ? null : read(row, format);
  }

  @Override
  public boolean continuesRow() {
    return continuesRow;
  }

  private ReadResult.@Nullable Rejected detect(Row row) {
    ReadResult.Rejected rejected = null;
    try {
      if (row.fault() == null) {
        ObjectNode object = json.object(row);
        Optional<FormatDetection.Detected> detected = FormatDetection.of(object, fields);
        if (detected.isPresent()) {
          FormatDetection.Detected found = detected.get();
          listener.formatDetected(file.name(), found.format(), found.because());
          format = FormatDetection.rowFormat(found.format());
        } else if (undecided.isEmpty()) {
          undecided = FormatDetection.names(object);
        }
      } else {
        rejected = new ReadResult.Rejected(row.rejection(file.name(), row.fault()));
      }
    } catch (RowException e) {
      rejected = new ReadResult.Rejected(row.rejection(file.name(), e));
    }
    if (rejected == null || !waiting.isEmpty()) {
      waiting.add(row.copy());
      waitingBytes += row.length();
      if (format == null
          && (waiting.size() > MAX_UNDECIDED_ROWS || waitingBytes > options.maxRowBytes())) {
        throw new InputException(file.name() + ": " + FormatDetection.unknown(undecided));
      }
    }
    return rejected;
  }

  private ReadResult read(Row row, RowFormat known) {
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
      rest.addAll(known.conversations(jsonRow, location, rowId));
      return new ReadResult.Accepted(rest.remove());
    } catch (RowException e) {
      return new ReadResult.Rejected(row.rejection(file.name(), e));
    }
  }
}
