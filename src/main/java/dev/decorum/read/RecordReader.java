package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Rejection;
import dev.decorum.read.bytes.ByteWindow;
import dev.decorum.read.bytes.ContentOptions;
import dev.decorum.read.bytes.InputContents;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.UnpackedFile;
import dev.decorum.read.parquet.ParquetRecords;
import dev.decorum.read.row.FirstValue;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.LineRows;
import dev.decorum.read.row.Row;
import dev.decorum.read.row.RowException;
import dev.decorum.read.row.RowSource;
import dev.decorum.read.row.TableHeader;
import dev.decorum.read.row.TableRows;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads records as they are, without making conversations of them: the rows of a table with a
 * header, JSON objects, a line each or in a list, or the rows of a Parquet file. Not thread-safe.
 */
public final class RecordReader implements Closeable {

  /** Zstandard gives nothing out before it holds more than its window, by default up to 8 MiB. */
  private static final int RAW_HEAD = 16 << 20;

  /** How long the first record may be before the field that is looked for. */
  private static final int HEAD = 1 << 20;

  /** The result of reading one row. */
  public sealed interface Result {

    /** The row is a record. */
    record Accepted(FlatRecord record) implements Result {}

    /** The row is unusable; reading goes on with the next. */
    record Rejected(Rejection rejection) implements Result {}
  }

  private final String name;
  private final Closeable data;
  private final FlatRecords records;
  private @Nullable Row last;

  private RecordReader(String name, Closeable data, FlatRecords records) {
    this.name = name;
    this.data = data;
    this.records = records;
  }

  /**
   * Finds out what kind of file it is. A file without anything in it has no records.
   *
   * @param name the file as the user would name it
   * @param file where it is, for Parquet, which is read from its end; {@code null} if the bytes are
   *     all there is
   * @param raw its bytes, compressed or not; supports {@link InputStream#mark}; closed by {@link
   *     #close} alone
   * @param maxRowBytes a longer row is rejected without ever being held in memory as a whole
   * @throws InputException if it cannot be read or is neither JSON nor Parquet nor a table with a
   *     header
   */
  public static RecordReader open(
      String name, @Nullable Path file, InputStream raw, int maxRowBytes) {
    try {
      if (isParquet(raw)) {
        ParquetRows rows = ParquetRows.open(name, file, maxRowBytes);
        FlatRecords records = new FlatJsonRecords(name, rows, maxRowBytes);
        return new RecordReader(name, new Both(rows, raw), records);
      }
      InputStream data = text(name, raw);
      return new RecordReader(name, raw, records(name, new ByteWindow(data), maxRowBytes));
    } catch (IOException | UncheckedIOException e) {
      throw InputException.unreadable(name, e);
    }
  }

  /** The text of a file, decompressed and decoded. */
  private static InputStream text(String name, InputStream raw) throws IOException {
    InputContents contents =
        InputContents.open(new InputFile(name, null, -1), raw, ContentOptions.defaults());
    UnpackedFile unpacked = contents.next();
    if (unpacked == null) {
      return InputStream.nullInputStream();
    }
    if (!unpacked.name().equals(name)) {
      throw new InputException(name + ": an archive is not a score file; unpack it first");
    }
    return unpacked.stream();
  }

  private static FlatRecords records(String name, ByteWindow window, int maxRowBytes)
      throws IOException {
    int first = FirstValue.firstNonBlank(window);
    if (first < 0) {
      return new NoRecords();
    }
    if (beginsAsParquet(window)) {
      throw new InputException(name + ": this is compressed Parquet; decompress it first");
    }
    byte b = window.at(first);
    if (b == '{' || b == '[') {
      return new FlatJsonRecords(name, FirstValue.jsonRows(window, maxRowBytes), maxRowBytes);
    }
    boolean jsonLines = FirstValue.hasCompleteLine(window, 0);
    if (jsonLines && !isTable(name, FirstValue.head(window), maxRowBytes)) {
      return new FlatJsonRecords(name, new LineRows(window, maxRowBytes), maxRowBytes);
    }
    TableRows rows =
        TableRows.open(name, window, maxRowBytes)
            .orElseThrow(() -> FileOpener.neitherJsonNorTable(name, ""));
    return new FlatTableRecords(name, rows);
  }

  private static boolean isParquet(InputStream in) throws IOException {
    requireMark(in);
    in.mark(ParquetRecords.MAGIC_BYTES);
    byte[] beginning = in.readNBytes(ParquetRecords.MAGIC_BYTES);
    in.reset();
    return ParquetRecords.isParquet(beginning);
  }

  private static boolean beginsAsParquet(ByteWindow window) throws IOException {
    byte[] beginning = new byte[window.ensure(ParquetRecords.MAGIC_BYTES)];
    for (int i = 0; i < Math.min(beginning.length, ParquetRecords.MAGIC_BYTES); i++) {
      beginning[i] = window.at(i);
    }
    return ParquetRecords.isParquet(beginning);
  }

  private static void requireMark(InputStream in) {
    if (!in.markSupported()) {
      throw new IllegalArgumentException("the stream cannot go back to its beginning");
    }
  }

  /** A line of JSON may be in a quoted cell; then the first row fits the header as well. */
  private static boolean isTable(String name, ByteWindow head, int maxRowBytes) throws IOException {
    Optional<TableRows> table = TableRows.open(name, head, maxRowBytes);
    if (table.isEmpty() || table.get().header().size() == 1) {
      return false;
    }
    Row row = table.get().next();
    return row != null
        && row.fault() == null
        && table.get().uncheckedCells(row).size() == table.get().header().size();
  }

  /**
   * Whether the first record has a column or key of exactly this name. Looks at the beginning of
   * the stream, decompressed if need be, and goes back to where it was. What cannot be read has no
   * such record.
   *
   * @param file where it is; {@code null} if the bytes are all there is
   * @param in supports {@link InputStream#mark}; no more than 16 MiB are looked at, and no more
   *     than a block where it is not Zstandard and rows are short
   * @throws UncheckedIOException if the stream does not go back
   */
  public static boolean firstRecordHas(@Nullable Path file, InputStream in, String field) {
    requireMark(in);
    try {
      if (isParquet(in)) {
        return file != null && ParquetRows.hasColumn(file, field);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return isFound(in, window -> firstRecordHas(window, field));
  }

  /**
   * Whether a value of the first record is an object of JSON, or an array that holds one: then it
   * is not a row of a table.
   *
   * @param in as for {@link #firstRecordHas}
   */
  public static boolean firstRecordHasObjects(InputStream in) {
    requireMark(in);
    return isFound(in, RecordReader::firstRecordHasObjects);
  }

  /** Something to look for in the beginning of a file. */
  @FunctionalInterface
  private interface Look {
    boolean finds(ByteWindow window) throws IOException;
  }

  private static boolean isFound(InputStream in, Look look) {
    boolean found;
    in.mark(RAW_HEAD);
    try (InputStream data = text("", new FirstBytes(in))) {
      found = look.finds(new ByteWindow(data));
    } catch (IOException | RuntimeException e) {
      // The real reader will say what is wrong.
      found = false;
    }
    try {
      in.reset();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static boolean firstRecordHasObjects(ByteWindow window) throws IOException {
    int first = FirstValue.firstNonBlank(window);
    return first >= 0
        && (window.at(first) == '{' || window.at(first) == '[')
        && new Json(HEAD).firstObjectHasObjects(window.peeking(HEAD));
  }

  private static boolean firstRecordHas(ByteWindow window, String field) throws IOException {
    int first = FirstValue.firstNonBlank(window);
    if (first < 0) {
      return false;
    }
    byte b = window.at(first);
    if (b == '{' || b == '[') {
      return new Json(HEAD).firstObjectHas(window.peeking(HEAD), field);
    }
    Optional<TableRows> table = TableRows.open("", window, HEAD);
    return table.isPresent() && table.get().header().names().contains(field);
  }

  /**
   * The next row in the order of the file; empty at the end.
   *
   * @throws InputException if the file cannot be read on
   */
  public Optional<Result> next() {
    try {
      Row row = records.next();
      last = row;
      return row == null ? Optional.empty() : Optional.of(result(row));
    } catch (IOException | UncheckedIOException e) {
      throw InputException.unreadable(name, e);
    }
  }

  private Result result(Row row) {
    if (row.fault() != null) {
      return new Result.Rejected(row.rejection(name, row.fault()));
    }
    try {
      return new Result.Accepted(records.record(row));
    } catch (RowException e) {
      return new Result.Rejected(row.rejection(name, e));
    }
  }

  /** Whether the file is Parquet. */
  public boolean isParquet() {
    return records instanceof FlatJsonRecords json && json.rows instanceof ParquetRows;
  }

  /** The names of a table's columns, in their order; empty for JSON. */
  public List<String> columns() {
    if (records instanceof FlatJsonRecords json && json.rows instanceof ParquetRows parquet) {
      return parquet.columns();
    }
    return records instanceof FlatTableRecords table ? table.rows.header().names() : List.of();
  }

  /** The header of a table as it is in the file, without its line end; empty for all else. */
  public Optional<String> headerLine() {
    return records instanceof FlatTableRecords table
        ? Optional.of(table.rows.headerLine())
        : Optional.empty();
  }

  /**
   * Writes the row that {@link #next} gave last, byte for byte as it is in the file but without its
   * line end; a row of Parquet as JSON.
   */
  public void writeRow(OutputStream out) throws IOException {
    if (last == null) {
      throw new IllegalStateException("there is no row");
    }
    last.write(out);
  }

  /** Closes the stream that it was opened with. */
  @Override
  public void close() throws IOException {
    data.close();
  }

  private record Both(Closeable first, Closeable second) implements Closeable {
    @Override
    public void close() throws IOException {
      try (first;
          second) {
        // Nothing else is to be done.
      }
    }
  }

  /** Rows of one kind and how they become records. */
  private interface FlatRecords {
    @Nullable Row next() throws IOException;

    FlatRecord record(Row row) throws RowException;
  }

  private record NoRecords() implements FlatRecords {
    @Override
    public @Nullable Row next() {
      return null;
    }

    @Override
    public FlatRecord record(Row row) {
      throw new IllegalStateException("there is no row");
    }
  }

  private static final class FlatJsonRecords implements FlatRecords {
    private final String name;
    private final RowSource rows;
    private final Json json;

    FlatJsonRecords(String name, RowSource rows, int maxRowBytes) {
      this.name = name;
      this.rows = rows;
      this.json = new Json(maxRowBytes);
    }

    @Override
    public @Nullable Row next() throws IOException {
      return rows.next();
    }

    @Override
    public FlatRecord record(Row row) throws RowException {
      return new JsonRecord(new Location(name, row.line(), 0), json.object(row));
    }
  }

  private record JsonRecord(Location location, ObjectNode object) implements FlatRecord {
    @Override
    public List<String> names() {
      List<String> names = new ArrayList<>(object.size());
      object.fieldNames().forEachRemaining(names::add);
      return names;
    }

    @Override
    public @Nullable FieldValue value(String key) {
      JsonNode value = object.get(key);
      return value == null || value.isNull() ? null : Json.fieldValue(value);
    }
  }

  private static final class FlatTableRecords implements FlatRecords {
    private final String name;
    private final TableRows rows;
    private final Map<String, Integer> columns = new HashMap<>();

    FlatTableRecords(String name, TableRows rows) {
      this.name = name;
      this.rows = rows;
      for (int i = 0; i < rows.header().size(); i++) {
        columns.putIfAbsent(rows.header().name(i), i);
      }
    }

    @Override
    public @Nullable Row next() throws IOException {
      return rows.next();
    }

    @Override
    public FlatRecord record(Row row) throws RowException {
      return new TableRecord(
          new Location(name, row.line(), 0), rows.header(), columns, rows.cells(row));
    }
  }

  private record TableRecord(
      Location location, TableHeader header, Map<String, Integer> columns, List<String> cells)
      implements FlatRecord {
    @Override
    public List<String> names() {
      return header.names();
    }

    @Override
    public @Nullable FieldValue value(String column) {
      Integer index = columns.get(column);
      if (index == null) {
        return null;
      }
      header.requireUnique(index);
      String cell = cells.get(index);
      return cell.isEmpty() ? null : FieldValue.string(cell);
    }
  }

  /** The beginning of a stream, which stays open. */
  private static final class FirstBytes extends FilterInputStream {
    private int left = RAW_HEAD;

    FirstBytes(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = left == 0 ? -1 : super.read();
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (left == 0 && length > 0) {
        return -1;
      }
      int read = super.read(target, from, Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public void close() {
      // Only the decompressor goes.
    }
  }
}
