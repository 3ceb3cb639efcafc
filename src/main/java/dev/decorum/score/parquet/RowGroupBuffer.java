package dev.decorum.score.parquet;

import dev.decorum.disk.CountingOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.schema.MessageType;

/** Collects the compressed pages of a row group. */
final class RowGroupBuffer implements PageWriteStore {
  private final Map<List<String>, ColumnBuffer> columns = new LinkedHashMap<>();

  @Override
  public PageWriter getPageWriter(ColumnDescriptor descriptor) {
    return columns.computeIfAbsent(
        List.of(descriptor.getPath()), path -> new ColumnBuffer(descriptor));
  }

  /** Writes everything, column by column. */
  RowGroup write(MessageType schema, long rows, int ordinal, CountingOutputStream out)
      throws IOException {
    long begin = out.count();
    RowGroup group = new RowGroup().setNum_rows(rows).setFile_offset(begin);
    long plain = 0;
    for (ColumnDescriptor descriptor : schema.getColumns()) {
      ColumnBuffer column =
          Objects.requireNonNull(columns.get(List.of(descriptor.getPath())), "no pages");
      ColumnChunk chunk = column.write(out);
      plain += chunk.getMeta_data().getTotal_uncompressed_size();
      group.addToColumns(chunk);
    }
    group.setTotal_byte_size(plain).setTotal_compressed_size(out.count() - begin);
    if (ordinal <= Short.MAX_VALUE) {
      group.setOrdinal((short) ordinal);
    }
    return group;
  }
}
