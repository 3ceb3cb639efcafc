package dev.decorum.read.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Parquet file row by row, each as one JSON object in UTF-8: what Python's {@code json}
 * would write of the same row, compactly and without escapes of characters beyond ASCII.
 *
 * <ul>
 *   <li>Structs are objects, with null fields as {@code null}; lists are arrays, in the form of
 *       today and in those of old writers; maps are objects where their keys are text, else arrays
 *       of {@code {"key":…,"value":…}}.
 *   <li>Text is text, also where nothing says that it is; bytes that are not UTF-8 make a row
 *       unusable.
 *   <li>Decimals are numbers with all of their digits. {@code NaN} is null, as it is in pandas.
 *   <li>Dates and times are ISO 8601, with {@code Z} where they are in UTC.
 * </ul>
 *
 * <p>Compression may be Snappy, Zstandard, gzip, LZ4 (both kinds), or none. Nothing of a file is
 * believed: see the package. Not thread-safe.
 */
public final class ParquetRecords implements Closeable {
  private static final byte[] EMPTY_ROW = "{}".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final FileBytes file;
  private final Footer footer;
  private final MessageType columns;
  private final List<ColumnDescriptor> descriptors;
  private final List<Footer.Group> groups;
  private final PageMemory memory;
  private final Expansion expansion = new Expansion();
  private final Codec codec = new Codec();
  private final JsonText json;
  private final RecordMaterializer<JsonText> materializer;
  private int nextGroup;
  private long leftInGroup;
  private long rowNumber;
  private @Nullable RowGroupPages pages;
  private @Nullable RecordReader<JsonText> reader;

  private ParquetRecords(
      String name,
      FileBytes file,
      Footer footer,
      PageMemory memory,
      Predicate<String> wanted,
      int maxRowBytes) {
    this.name = name;
    this.file = file;
    this.footer = footer;
    this.memory = memory;
    this.columns = footer.schema().select(wanted);
    this.descriptors = columns.getColumns();
    this.groups = footer.groups(columns);
    this.json = new JsonText(maxRowBytes, expansion);
    this.materializer = new Rows(json, Converters.of(columns, json));
  }

  /** How many bytes {@link #isParquet} looks at. */
  public static final int MAGIC_BYTES = 4;

  /** Whether a file that begins with these bytes is Parquet, or says so. */
  public static boolean isParquet(byte[] beginning) {
    return Footer.isMagic(beginning);
  }

  /**
   * Opens a file and reads what it says of itself.
   *
   * @param file on disk, since Parquet is read from its end
   * @param name the file as the user would name it
   * @param wanted of the names of columns at the top; the others are not read
   * @param maxRowBytes a longer row is unusable, and is never held in memory as a whole
   * @throws ParquetException if it is not a Parquet file, or one that cannot be read
   * @throws IOException if reading fails
   */
  public static ParquetRecords open(
      Path file, String name, Predicate<String> wanted, int maxRowBytes) throws IOException {
    FileBytes bytes = new FileBytes(file);
    try {
      PageMemory memory = new PageMemory(Runtime.getRuntime().maxMemory());
      Footer footer = Footer.read(bytes, memory);
      return new ParquetRecords(name, bytes, footer, memory, wanted, maxRowBytes);
    } catch (RuntimeException e) {
      bytes.close();
      throw refused(name, e);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private static ParquetException refused(String name, RuntimeException e) {
    return e instanceof DamagedFileException
        ? new ParquetException(name + ": this Parquet file cannot be read: " + e.getMessage(), e)
        : new ParquetException(name + ": this Parquet file cannot be read: it is broken", e);
  }

  /**
   * The names of all columns of the file, wanted or not, in their order. Columns within structs are
   * paths with dots, in which lists take no part: {@code messages.role}.
   */
  public List<String> columnNames() {
    return footer.schema().leaves();
  }

  /** The names of the columns at the top of the file, wanted or not, in their order. */
  public List<String> topLevelNames() {
    return footer.schema().topLevel();
  }

  /** How many rows the file has. */
  public long rowCount() {
    return footer.rows();
  }

  /** The number of the row that {@link #next} gave or refused last, from 1; 0 before the first. */
  public long rowNumber() {
    return rowNumber;
  }

  /**
   * The next row; {@code null} after the last.
   *
   * @throws ParquetRowException if this row is unusable; the next may be asked for
   * @throws ParquetException if the file cannot be read on
   * @throws IOException if reading fails
   */
  public byte @Nullable [] next() throws IOException, ParquetRowException {
    try {
      if (leftInGroup == 0 && !openGroup()) {
        return null;
      }
      leftInGroup--;
      rowNumber++;
      if (reader == null) {
        expansion.out(EMPTY_ROW.length);
        return EMPTY_ROW.clone();
      }
      json.begin();
      reader.read();
      if (leftInGroup == 0) {
        closeGroup();
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      throw refused(name, e);
    }
    return json.end();
  }

  private boolean openGroup() throws IOException {
    if (nextGroup == groups.size()) {
      return false;
    }
    Footer.Group group = groups.get(nextGroup++);
    leftInGroup = group.rows();
    if (!descriptors.isEmpty()) {
      pages = new RowGroupPages(file, memory, expansion, codec, group, descriptors);
      reader =
          new ColumnIOFactory(footer.createdBy())
              .getColumnIO(columns)
              .getRecordReader(pages, materializer);
    }
    return true;
  }

  private void closeGroup() {
    RowGroupPages read = pages;
    if (read != null) {
      read.requireRows();
      read.close();
    }
    pages = null;
    reader = null;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A row is written while its values come in. */
  private static final class Rows extends RecordMaterializer<JsonText> {
    private final JsonText json;
    private final GroupConverter root;

    Rows(JsonText json, GroupConverter root) {
      this.json = json;
      this.root = root;
    }

    @Override
    public JsonText getCurrentRecord() {
      return json;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }
}
