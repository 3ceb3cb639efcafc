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
  private final PageSource source;
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
    this.source = new PageSource(file, memory, expansion, codec, group.rows());
    for (int i = 0; i < descriptors.size(); i++) {
      ColumnDescriptor descriptor = descriptors.get(i);
      columns.put(
          List.of(descriptor.getPath()),
          new ColumnPages(source, descriptor, group.chunks().get(i)));
    }
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor descriptor) {
    return Objects.requireNonNull(columns.get(List.of(descriptor.getPath())));
  }

  @Override
  public long getRowCount() {
    return source.rows();
  }

  /** Makes sure that the pages held as many rows as there are. */
  void requireRows() {
    columns.values().forEach(ColumnPages::requireRows);
  }

  @Override
  public void close() {
    columns.values().forEach(column -> source.memory().release(column.memory()));
    columns.clear();
  }
}
