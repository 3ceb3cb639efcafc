package dev.decorum.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON objects whose format is told at the first that allows it. */
final class DetectedConversations implements FileRows {
  private static final int MAX_UNDECIDED_ROWS = 100;

  private final InputFile file;
  private final RowSource rows;
  private final InputOptions options;
  private final InputListener listener;
  private final RowFields fields;
  private final Json json;

  /** Rows that came before the format was known. */
  private final Deque<Row> waiting = new ArrayDeque<>();

  private long waitingBytes;
  private List<String> undecided = List.of();
  private @Nullable FileRows conversations;

  DetectedConversations(
      InputFile file, RowSource rows, InputOptions options, InputListener listener) {
    this.file = file;
    this.rows = rows;
    this.options = options;
    this.listener = listener;
    this.fields = new RowFields(options);
    this.json = new Json(options.maxRowBytes());
  }

  /** Reads JSON objects of this format, which is one of JSON rows, or of whichever they are. */
  static FileRows of(
      InputFormat format,
      InputFile file,
      RowSource rows,
      InputOptions options,
      InputListener listener) {
    if (format == InputFormat.AUTO) {
      return new DetectedConversations(file, rows, options, listener);
    }
    return format == InputFormat.SILLYTAVERN
        ? new SillyTavernConversations(file, rows, options, listener)
        : new JsonConversations(file, rows, FormatDetection.rowFormat(format), options);
  }

  @Override
  public @Nullable ReadResult next() throws IOException {
    while (conversations == null) {
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
    return conversations.next();
  }

  @Override
  public boolean continuesRow() {
    return conversations != null && conversations.continuesRow();
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
          conversations = of(found.format(), file, this::waitingOrNext, options, listener);
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
      if (conversations == null
          && (waiting.size() > MAX_UNDECIDED_ROWS || waitingBytes > options.maxRowBytes())) {
        throw new InputException(file.name() + ": " + FormatDetection.unknown(undecided));
      }
    }
    return rejected;
  }

  private @Nullable Row waitingOrNext() throws IOException {
    return waiting.isEmpty() ? rows.next() : waiting.remove();
  }
}
