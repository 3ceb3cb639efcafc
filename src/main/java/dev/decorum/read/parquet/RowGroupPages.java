package dev.decorum.read.parquet;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;

/** The pages of a row group, a column each. */
final class RowGroupPages implements PageReadStore {
  private final FileBytes file;
  private final PageMemory memory;
  private final Expansion expansion;
  private final Codec codec;
  private final long rows;
  private final Map<List<String>, ColumnPages> columns = new HashMap<>();

  /**
   * @param descriptors in the order of the group's chunks
   * @throws DamagedFileException if the pages are broken or take too much memory
   */
  RowGroupPages(
      FileBytes file,
      PageMemory memory,
      Expansion expansion,
      Codec codec,
      Footer.Group group,
      List<ColumnDescriptor> descriptors)
      throws IOException {
    this.file = file;
    this.memory = memory;
    this.expansion = expansion;
    this.codec = codec;
    this.rows = group.rows();
    for (int i = 0; i < descriptors.size(); i++) {
      ColumnDescriptor descriptor = descriptors.get(i);
      columns.put(
          List.of(descriptor.getPath()), new ColumnPages(this, descriptor, group.chunks().get(i)));
    }
  }

  FileBytes file() {
    return file;
  }

  PageMemory memory() {
    return memory;
  }

  Expansion expansion() {
    return expansion;
  }

  Codec codec() {
    return codec;
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor descriptor) {
    return Objects.requireNonNull(columns.get(List.of(descriptor.getPath())));
  }

  @Override
  public long getRowCount() {
    return rows;
  }

  /** Makes sure that the pages held as many rows as there are. */
  void requireRows() {
    columns.values().forEach(ColumnPages::requireRows);
  }

  @Override
  public void close() {
    columns.values().forEach(column -> memory.release(column.memory()));
    columns.clear();
  }
}
