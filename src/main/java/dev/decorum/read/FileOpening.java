package dev.decorum.read;

import dev.decorum.read.bytes.ByteWindow;
import dev.decorum.read.bytes.Compression;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Finds out what kind of file it is: its compression, its encoding, JSON or a table. */
final class FileOpening {
  /** What is looked at before the kind of a file is settled. */
  private static final int HEAD = 1 << 18;

  private FileOpening() {}

  /** The results of a file, whatever it is. */
  static FileRows open(
      InputFile file, InputStream stream, InputOptions options, InputListener listener)
      throws IOException {
    ByteWindow window = new ByteWindow(Compression.open(stream));
    skipByteOrderMark(window, file.name());
    int first = firstNonBlank(window);
    if (first < 0) {
      listener.warning(file.name() + ": the file is empty");
      return () -> null;
    }
    if (options.format().isTable()) {
      return table(file, window, options, listener);
    }
    byte b = window.at(first);
    boolean json = options.format() != InputFormat.AUTO || b == '{' || b == '[';
    return json || !isTable(file, window, options)
        ? json(file, window, options, listener)
        : table(file, window, options, listener);
  }

  /**
   * Whether the first line is the header of a table that can be read. If it is not, it may be the
   * one broken line of a file of JSON rows; without such rows the file is something else.
   */
  private static boolean isTable(InputFile file, ByteWindow window, InputOptions options)
      throws IOException {
    Optional<TableRows> rows = TableRows.open(file, head(window), options);
    boolean jsonRows = hasCompleteLine(window, 0);
    if (rows.isEmpty()) {
      if (jsonRows) {
        return false;
      }
      throw neitherJsonNorTable(file.name());
    }
    TableHeader header = rows.get().header();
    if (jsonRows && !isKnown(header, options)) {
      return false;
    }
    return true;
  }

  /** A copy of the beginning, which can be tried out. */
  static ByteWindow head(ByteWindow window) throws IOException {
    return new ByteWindow(new ByteArrayInputStream(window.peeking(HEAD).readAllBytes()));
  }

  static InputException neitherJsonNorTable(String file) {
    return new InputException(
        file + ": the format cannot be told: it is neither JSON nor a table with a header");
  }

  private static boolean isKnown(TableHeader header, InputOptions options) {
    try {
      return TableDetection.of(header, TableColumns.of(header, options), options).isPresent();
    } catch (InputException e) {
      return false;
    }
  }

  private static FileRows table(
      InputFile file, ByteWindow window, InputOptions options, InputListener listener)
      throws IOException {
    TableRows rows =
        TableRows.open(file, window, options)
            .orElseThrow(
                () ->
                    new InputException(
                        file.name() + ": the first line is not the header of a table"));
    TableHeader header = rows.header();
    TableColumns columns = TableColumns.of(header, options);
    InputFormat format = options.format();
    if (format == InputFormat.AUTO) {
      FormatDetection.Detected detected =
          TableDetection.of(header, columns, options)
              .orElseThrow(() -> unknown(file, header, columns));
      listener.formatDetected(file.name(), detected.format(), detected.because());
      format = detected.format();
    }
    for (String name : options.keep()) {
      if (!columns.kept().containsKey(name)) {
        listener.warning(file.name() + ": there is no column \"" + name + "\" to keep");
      }
    }
    if (format == InputFormat.CSV_MESSAGES) {
      require(file, header, "id", "the conversation's id", columns.conversationId());
      require(file, header, "sender", "the sender", columns.sender());
      require(file, header, "message", "the message", columns.message());
      header.requireUnique(columns.usedForMessages());
      return new CsvMessages(file, rows, columns, options, listener);
    }
    if (columns.list() < 0) {
      require(file, header, "text", "the text, or a list of messages as JSON,", columns.text());
    }
    header.requireUnique(columns.usedForConversations());
    return new CsvConversations(file, rows, columns, options);
  }

  private static InputException unknown(InputFile file, TableHeader header, TableColumns columns) {
    if (columns.sender() >= 0 && columns.message() >= 0) {
      return missing(file, header, "id", "the conversation's id");
    }
    return new InputException(file.name() + ": " + FormatDetection.unknown(header.names()));
  }

  private static void require(
      InputFile file, TableHeader header, String field, String what, int column) {
    if (column < 0) {
      throw missing(file, header, field, what);
    }
  }

  private static InputException missing(
      InputFile file, TableHeader header, String field, String what) {
    return new InputException(
        file.name()
            + ": no column is known to hold "
            + what
            + "; the columns are "
            + header.described()
            + " (say which by --map "
            + field
            + "=COLUMN)");
  }

  private static FileRows json(
      InputFile file, ByteWindow window, InputOptions options, InputListener listener)
      throws IOException {
    if (options.format() == InputFormat.CHAI_FEEDBACK) {
      return new FeedbackConversations(file, window, options, listener);
    }
    if (options.format() == InputFormat.AUTO && isFeedback(window)) {
      listener.formatDetected(
          file.name(), InputFormat.CHAI_FEEDBACK, "of the field \"feedback\" of conversations");
      return new FeedbackConversations(file, window, options, listener);
    }
    RowSource rows = jsonRows(window, options.maxRowBytes());
    return DetectedConversations.of(options.format(), file, rows, options, listener);
  }

  private static boolean isFeedback(ByteWindow window) throws IOException {
    Json json = new Json(HEAD);
    // Most files end this with their first row: a pipe must not have to deliver more before.
    return window.at(firstNonBlank(window)) == '{'
        && json.firstObjectHas(window.peeking(HEAD), "feedback")
        && FeedbackConversations.isFeedback(window.peeking(HEAD).readAllBytes(), json);
  }

  /** The JSON values of a file, be they lines or spread over lines. */
  static RowSource jsonRows(ByteWindow window, int maxRowBytes) throws IOException {
    return isDocument(window)
        ? new DocumentRows(window, maxRowBytes)
        : new LineRows(window, maxRowBytes);
  }

  /** What is left is UTF-8, as far as the first bytes tell. */
  static void skipByteOrderMark(ByteWindow window, String file) throws IOException {
    int length = window.ensure(4);
    if (length >= 3
        && window.at(0) == (byte) 0xef
        && window.at(1) == (byte) 0xbb
        && window.at(2) == (byte) 0xbf) {
      window.consume(3);
      return;
    }
    if (length < 2) {
      return;
    }
    int mark = (window.at(0) & 0xff) << 8 | (window.at(1) & 0xff);
    boolean wide = length >= 4;
    if (mark == 0xfffe && wide && window.at(2) == 0 && window.at(3) == 0) {
      throw encoded(file, "UTF-32");
    }
    if (mark == 0xfffe || mark == 0xfeff) {
      throw encoded(file, "UTF-16");
    }
    // Without a mark, every other byte of Latin letters and brackets is zero.
    if (wide && window.at(0) != 0 && window.at(1) == 0 && window.at(2) != 0 && window.at(3) == 0) {
      throw encoded(file, "UTF-16LE");
    }
    if (wide && window.at(0) == 0 && window.at(1) != 0 && window.at(2) == 0 && window.at(3) != 0) {
      throw encoded(file, "UTF-16BE");
    }
  }

  private static InputException encoded(String file, String encoding) {
    return new InputException(
        file
            + ": the text is "
            + encoding
            + ", UTF-8 is due; convert it with: iconv -f "
            + encoding
            + " -t UTF-8 FILE > NEWFILE");
  }

  /** Offset of the first byte that is no white space; -1 if there is none within the head. */
  static int firstNonBlank(ByteWindow window) throws IOException {
    for (int i = 0; i < HEAD; i++) {
      if (i >= window.length() && !window.grow()) {
        return -1;
      }
      if (!isBlank(window.at(i))) {
        return i;
      }
    }
    return 0;
  }

  /**
   * Whether JSON values may span lines here, rather than every line being one.
   *
   * <p>A list of objects does. An object does if its first line is not complete by itself, unless
   * the following lines are: then the first is but a broken row.
   */
  private static boolean isDocument(ByteWindow window) throws IOException {
    int first = firstNonBlank(window);
    if (window.at(first) == '[') {
      for (int i = first + 1; i < HEAD; i++) {
        if (i >= window.length() && !window.grow()) {
          return false;
        }
        if (!isBlank(window.at(i))) {
          return window.at(i) == '{' || window.at(i) == ']';
        }
      }
      return true;
    }
    if (window.at(first) != '{') {
      return false;
    }
    JsonScan scan = new JsonScan();
    int i = first;
    for (; i < HEAD && (i < window.length() || window.grow()); i++) {
      if (scan.endsWith(window.at(i)) || window.at(i) == '\n') {
        break;
      }
    }
    if (i >= HEAD || i >= window.length() || window.at(i) != '\n') {
      return false;
    }
    return !hasCompleteLine(window, i + 1);
  }

  /** Whether an object begins at the beginning of a line and ends at its end. */
  static boolean hasCompleteLine(ByteWindow window, int from) throws IOException {
    window.ensure(HEAD);
    int head = Math.min(HEAD, window.length());
    int start = from;
    while (start < head) {
      int end = start;
      while (end < head && window.at(end) != '\n') {
        end++;
      }
      int last = end - 1;
      while (last > start && isBlank(window.at(last))) {
        last--;
      }
      if (last > start && window.at(start) == '{' && isComplete(window, start, last)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean isComplete(ByteWindow window, int first, int last) {
    JsonScan scan = new JsonScan();
    for (int i = first; i <= last; i++) {
      if (scan.endsWith(window.at(i))) {
        return i == last;
      }
    }
    return false;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
