package dev.decorum.read.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** What the end of a file says about its columns and where they are. */
final class Footer {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ENCRYPTED = "PARE".getBytes(StandardCharsets.US_ASCII);

  /** The magic number at the beginning; the metadata's length and the magic number at the end. */
  private static final int SMALLEST = 12;

  private static final int TAIL = 8;

  private final FileMetaData metadata;
  private final FileSchema schema;
  private final long end;

  private Footer(FileMetaData metadata, long end) {
    this.metadata = metadata;
    this.schema = FileSchema.of(metadata.getSchema());
    this.end = end;
  }

  /** Whether these are the first bytes of a Parquet file. */
  static boolean isMagic(byte[] beginning) {
    return startsWith(beginning, MAGIC) || startsWith(beginning, ENCRYPTED);
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && ByteBuffer.wrap(bytes, 0, magic.length).equals(ByteBuffer.wrap(magic));
  }

  /**
   * Reads it.
   *
   * @throws DamagedFileException if it is none, or takes too much memory
   */
  static Footer read(FileBytes file, PageMemory memory) throws IOException {
    if (file.size() < SMALLEST) {
      throw new DamagedFileException("it is too short for a Parquet file");
    }
    byte[] head = file.read(0, MAGIC.length);
    ByteBuffer tail =
        ByteBuffer.wrap(file.read(file.size() - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    tail.get(Integer.BYTES, magic);
    if (startsWith(magic, ENCRYPTED) || startsWith(head, ENCRYPTED)) {
      throw new DamagedFileException("it is encrypted; decrypt it first");
    }
    if (!startsWith(head, MAGIC)) {
      throw new DamagedFileException("it is not a Parquet file");
    }
    if (!startsWith(magic, MAGIC)) {
      throw new DamagedFileException(
          "its end is missing, where Parquet keeps its metadata; it was cut off, or is still being"
              + " written");
    }
    long length = tail.getInt(0) & 0xffffffffL;
    if (length > file.size() - SMALLEST) {
      throw new DamagedFileException(
          "its metadata is said to be " + length + " bytes long, more than the file has");
    }
    memory.requireForMetadata(length);
    byte[] bytes = file.read(file.size() - TAIL - length, (int) length);
    ThriftStructure.Extent extent = ThriftStructure.measure(ByteBuffer.wrap(bytes));
    if (extent.length() < 0) {
      throw new DamagedFileException("its metadata is broken");
    }
    memory.requireForMetadata(extent.memory());
    FileMetaData metadata;
    try {
      metadata = Util.readFileMetaData(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      throw new DamagedFileException("its metadata is broken");
    }
    if (metadata.isSetEncryption_algorithm()) {
      throw new DamagedFileException("its columns are encrypted; decrypt it first");
    }
    if (metadata.getSchema() == null || metadata.getRow_groups() == null) {
      throw new DamagedFileException("its metadata is broken");
    }
    return new Footer(metadata, file.size() - TAIL - length);
  }

  FileSchema schema() {
    return schema;
  }

  long rows() {
    return metadata.getNum_rows();
  }

  /** Which program wrote the file. */
  @Nullable String createdBy() {
    return metadata.getCreated_by();
  }

  /** The row groups that have rows, with the columns of a selection in its order. */
  List<Group> groups(MessageType selection) {
    List<ColumnDescriptor> columns = selection.getColumns();
    Map<List<String>, Integer> places = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      places.put(List.of(columns.get(i).getPath()), i);
    }
    List<Group> groups = new ArrayList<>();
    long rows = 0;
    for (RowGroup group : metadata.getRow_groups()) {
      if (group.getNum_rows() < 0 || group.getColumns() == null) {
        throw new DamagedFileException("its metadata is broken");
      }
      rows += group.getNum_rows();
      if (group.getNum_rows() > 0) {
        groups.add(group(group, columns, places));
      }
    }
    if (rows != metadata.getNum_rows() || rows < 0) {
      throw new DamagedFileException(
          "it is said to have "
              + metadata.getNum_rows()
              + " rows, and its parts are said to have "
              + rows);
    }
    return groups;
  }

  private Group group(
      RowGroup group, List<ColumnDescriptor> columns, Map<List<String>, Integer> places) {
    Chunk[] chunks = new Chunk[columns.size()];
    for (ColumnChunk column : group.getColumns()) {
      ColumnMetaData data = column.getMeta_data();
      if (data == null || data.getPath_in_schema() == null) {
        throw new DamagedFileException("its metadata is broken");
      }
      Integer place = places.get(data.getPath_in_schema());
      if (place != null) {
        if (chunks[place] != null) {
          throw new DamagedFileException("its metadata is broken: a column occurs twice");
        }
        chunks[place] = chunk(column, data, columns.get(place), group.getNum_rows());
      }
    }
    for (int i = 0; i < chunks.length; i++) {
      if (chunks[i] == null) {
        throw new DamagedFileException(
            "its metadata is broken: the column "
                + String.join(".", columns.get(i).getPath())
                + " is missing from some rows");
      }
    }
    return new Group(group.getNum_rows(), List.of(chunks));
  }

  private Chunk chunk(
      ColumnChunk column, ColumnMetaData data, ColumnDescriptor descriptor, long rows) {
    String name = String.join(".", descriptor.getPath());
    if (column.isSetCrypto_metadata()) {
      throw new DamagedFileException("the column " + name + " is encrypted; decrypt it first");
    }
    if (column.getFile_path() != null) {
      throw new DamagedFileException("its columns lie in other files, which Decorum does not read");
    }
    if (data.getCodec() == null) {
      throw new DamagedFileException("the column " + name + " is compressed in an unknown way");
    }
    long from = data.getData_page_offset();
    if (data.isSetDictionary_page_offset()
        && data.getDictionary_page_offset() > 0
        && data.getDictionary_page_offset() < from) {
      from = data.getDictionary_page_offset();
    }
    long length = data.getTotal_compressed_size();
    if (from < MAGIC.length || length < 0 || from > end || length > end - from) {
      throw new DamagedFileException(
          "its metadata is broken: the column " + name + " is said to lie outside of the file");
    }
    // An old writer forgot the header of the dictionary when it summed up.
    long to = Math.min(from + length + 100, end);
    boolean flat = descriptor.getMaxRepetitionLevel() == 0;
    if (flat ? data.getNum_values() != rows : data.getNum_values() < rows) {
      throw new DamagedFileException(
          "its metadata is broken: "
              + rows
              + " rows have "
              + data.getNum_values()
              + " values in the column "
              + name);
    }
    return new Chunk(from, to, data.getNum_values(), data.getCodec());
  }

  /** Some consecutive rows: a row group. */
  record Group(long rows, List<Chunk> chunks) {}

  /**
   * Where the values of one column in one row group are.
   *
   * @param from the place of the first page
   * @param to where the last page ends at the latest
   * @param values with nulls, and with one for each empty list
   */
  record Chunk(long from, long to, long values, org.apache.parquet.format.CompressionCodec codec) {}
}
