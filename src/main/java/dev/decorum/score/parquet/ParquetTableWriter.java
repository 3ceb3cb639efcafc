package dev.decorum.score.parquet;

import dev.decorum.disk.CountingOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table as a Parquet file: pages of version 1, which every reader knows, compressed with
 * Zstandard, with a checksum each. Equal rows give equal bytes. Memory is bounded by the size of a
 * row group, about 16 MiB.
 *
 * <p>The values of a row are given column by column, in the order of the columns. Not thread-safe.
 */
public final class ParquetTableWriter implements Closeable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final long ROW_GROUP = 16 << 20;

  /** The type of a column, whose values may be missing. */
  public enum Kind {
    TEXT(PrimitiveTypeName.BINARY, org.apache.parquet.format.Type.BYTE_ARRAY),
    INTEGER(PrimitiveTypeName.INT32, org.apache.parquet.format.Type.INT32),
    SINGLE(PrimitiveTypeName.FLOAT, org.apache.parquet.format.Type.FLOAT),
    DOUBLE(PrimitiveTypeName.DOUBLE, org.apache.parquet.format.Type.DOUBLE);

    private final PrimitiveTypeName type;
    private final org.apache.parquet.format.Type stored;

    Kind(PrimitiveTypeName type, org.apache.parquet.format.Type stored) {
      this.type = type;
      this.stored = stored;
    }
  }

  /**
   * A column.
   *
   * @param name a name that no other column has
   */
  public record Column(String name, Kind kind) {}

  private final CountingOutputStream out;
  private final List<Column> columns;
  private final String createdBy;
  private final MessageType schema;
  private final ParquetProperties properties =
      ParquetProperties.builder().withSizeStatisticsEnabled(false).build();
  private final List<RowGroup> groups = new ArrayList<>();
  private RowGroupBuffer buffer;
  private ColumnWriteStore store;
  private ColumnWriter[] writers;
  private int next;
  private long rowsInGroup;
  private long rows;
  private boolean finished;

  /**
   * Begins a file.
   *
   * @param out where the file goes; not closed
   * @param createdBy the name of the program, for the metadata
   * @throws IllegalArgumentException if two columns have the same name, or there are none
   */
  public ParquetTableWriter(OutputStream out, List<Column> columns, String createdBy)
      throws IOException {
    this.out = new CountingOutputStream(out);
    this.columns = List.copyOf(columns);
    this.createdBy = createdBy;
    this.schema = schema(this.columns);
    this.buffer = new RowGroupBuffer();
    this.store = properties.newColumnWriteStore(schema, buffer);
    this.writers = writers();
    this.out.write(MAGIC);
  }

  private static MessageType schema(List<Column> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("no columns");
    }
    Set<String> names = new HashSet<>();
    List<Type> fields = new ArrayList<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("two columns are called " + column.name());
      }
      fields.add(
          Types.optional(column.kind().type)
              .as(column.kind() == Kind.TEXT ? LogicalTypeAnnotation.stringType() : null)
              .named(column.name()));
    }
    return new MessageType("table", fields);
  }

  private ColumnWriter[] writers() {
    List<ColumnDescriptor> descriptors = schema.getColumns();
    ColumnWriter[] made = new ColumnWriter[descriptors.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = store.getColumnWriter(descriptors.get(i));
    }
    return made;
  }

  private ColumnWriter next(Kind kind) {
    if (next == columns.size() || (columns.get(next).kind() != kind)) {
      throw new IllegalStateException("there is no column of kind " + kind + " at " + next);
    }
    return writers[next++];
  }

  /** Sets the next value, a text; {@code null} for a missing one. */
  public void text(@Nullable String value) {
    if (value == null) {
      missing();
    } else {
      next(Kind.TEXT).write(Binary.fromString(value), 0, 1);
    }
  }

  /** Sets the next value, an integer. */
  public void integer(int value) {
    next(Kind.INTEGER).write(value, 0, 1);
  }

  /** Sets the next value, in single precision. */
  public void single(float value) {
    next(Kind.SINGLE).write(value, 0, 1);
  }

  /** Sets the next value, in double precision. */
  public void real(double value) {
    next(Kind.DOUBLE).write(value, 0, 1);
  }

  /** Leaves the next value missing. */
  public void missing() {
    next(columns.get(next).kind());
    writers[next - 1].writeNull(0, 0);
  }

  /** Ends a row, after all of its values were set. */
  public void endRow() throws IOException {
    if (next != columns.size()) {
      throw new IllegalStateException("a row of " + next + " values");
    }
    next = 0;
    store.endRecord();
    rowsInGroup++;
    rows++;
    if (store.getBufferedSize() > ROW_GROUP) {
      writeGroup();
    }
  }

  private void writeGroup() throws IOException {
    store.flush();
    groups.add(buffer.write(schema, rowsInGroup, groups.size(), out));
    store.close();
    rowsInGroup = 0;
    buffer = new RowGroupBuffer();
    store = properties.newColumnWriteStore(schema, buffer);
    writers = writers();
  }

  /** Completes the file. No row may follow. */
  public void finish() throws IOException {
    if (finished) {
      return;
    }
    if (rowsInGroup > 0) {
      writeGroup();
    }
    finished = true;
    long begin = out.count();
    Util.writeFileMetaData(metadata(), out);
    ByteBuffer tail =
        ByteBuffer.allocate(Integer.BYTES + MAGIC.length).order(ByteOrder.LITTLE_ENDIAN);
    tail.putInt(Math.toIntExact(out.count() - begin)).put(MAGIC);
    out.write(tail.array());
    out.flush();
  }

  private FileMetaData metadata() {
    List<SchemaElement> elements = new ArrayList<>();
    elements.add(new SchemaElement("table").setNum_children(columns.size()));
    List<ColumnOrder> orders = new ArrayList<>();
    for (Column column : columns) {
      SchemaElement element =
          new SchemaElement(column.name())
              .setType(column.kind().stored)
              .setRepetition_type(FieldRepetitionType.OPTIONAL);
      if (column.kind() == Kind.TEXT) {
        element
            .setConverted_type(ConvertedType.UTF8)
            .setLogicalType(LogicalType.STRING(new StringType()));
      }
      elements.add(element);
      orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
    }
    return new FileMetaData(1, elements, rows, groups)
        .setCreated_by(createdBy)
        .setColumn_orders(orders);
  }

  /** Discards what has not been written; {@link #finish} completes a file. */
  @Override
  public void close() {
    store.close();
  }
}
