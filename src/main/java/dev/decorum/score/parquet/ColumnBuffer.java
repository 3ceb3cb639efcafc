package dev.decorum.score.parquet;

import dev.decorum.disk.CountingOutputStream;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The compressed pages of one column in one row group. */
final class ColumnBuffer implements PageWriter {

  /**
   * Bounds are written for texts up to this length; longer ones hardly help readers to skip rows.
   */
  private static final int LONGEST_BOUND = 64;

  private final ColumnDescriptor descriptor;
  private final ZstdCompressor compressor = new ZstdCompressor();
  private final ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
  private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
  private final TreeSet<org.apache.parquet.format.Encoding> encodings = new TreeSet<>();
  private final Statistics<?> statistics;
  private long values;
  private long plainBytes;

  ColumnBuffer(ColumnDescriptor descriptor) {
    this.descriptor = descriptor;
    this.statistics = Statistics.createStats(descriptor.getPrimitiveType());
  }

  @Override
  public void writePage(
      BytesInput bytes,
      int valueCount,
      int rowCount,
      Statistics<?> pageStatistics,
      SizeStatistics sizeStatistics,
      GeospatialStatistics geospatialStatistics,
      Encoding repetitionLevels,
      Encoding definitionLevels,
      Encoding encoding)
      throws IOException {
    writePage(
        bytes, valueCount, rowCount, pageStatistics, repetitionLevels, definitionLevels, encoding);
  }

  @Override
  public void writePage(
      BytesInput bytes,
      int valueCount,
      int rowCount,
      Statistics<?> pageStatistics,
      Encoding repetitionLevels,
      Encoding definitionLevels,
      Encoding encoding)
      throws IOException {
    statistics.mergeStatistics(pageStatistics);
    values += valueCount;
    DataPageHeader header =
        new DataPageHeader(
            valueCount, stored(encoding), stored(definitionLevels), stored(repetitionLevels));
    write(PageType.DATA_PAGE, bytes, pages, written -> written.setData_page_header(header));
  }

  @Override
  @Deprecated
  public void writePage(
      BytesInput bytes,
      int valueCount,
      Statistics<?> pageStatistics,
      Encoding repetitionLevels,
      Encoding definitionLevels,
      Encoding encoding) {
    throw new UnsupportedOperationException("a page without a number of rows");
  }

  @Override
  public void writePageV2(
      int rowCount,
      int nullCount,
      int valueCount,
      BytesInput repetitionLevels,
      BytesInput definitionLevels,
      Encoding encoding,
      BytesInput bytes,
      Statistics<?> pageStatistics) {
    throw new UnsupportedOperationException("a page of version 2");
  }

  @Override
  public void writeDictionaryPage(DictionaryPage page) throws IOException {
    DictionaryPageHeader header =
        new DictionaryPageHeader(page.getDictionarySize(), stored(page.getEncoding()));
    write(
        PageType.DICTIONARY_PAGE,
        page.getBytes(),
        dictionary,
        written -> written.setDictionary_page_header(header));
  }

  private org.apache.parquet.format.Encoding stored(Encoding encoding) {
    org.apache.parquet.format.Encoding stored =
        org.apache.parquet.format.Encoding.valueOf(encoding.name());
    encodings.add(stored);
    return stored;
  }

  /** Adds the part of a page's header that depends on its type. */
  private interface Special {
    void addTo(PageHeader header);
  }

  private void write(PageType type, BytesInput bytes, ByteArrayOutputStream to, Special special)
      throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
    bytes.writeAllTo(page);
    byte[] plain = page.toByteArray();
    byte[] compressed = new byte[compressor.maxCompressedLength(plain.length)];
    int length = compressor.compress(plain, 0, plain.length, compressed, 0, compressed.length);
    CRC32 sum = new CRC32();
    sum.update(compressed, 0, length);
    PageHeader header = new PageHeader(type, plain.length, length).setCrc((int) sum.getValue());
    special.addTo(header);
    int before = to.size();
    Util.writePageHeader(header, to);
    plainBytes += to.size() - before + plain.length;
    to.write(compressed, 0, length);
  }

  @Override
  public long getMemSize() {
    return dictionary.size() + (long) pages.size();
  }

  @Override
  public long allocatedSize() {
    return getMemSize();
  }

  @Override
  public String memUsageString(String prefix) {
    return prefix + getMemSize() + " bytes";
  }

  /** Writes the pages. */
  ColumnChunk write(CountingOutputStream out) throws IOException {
    long begin = out.count();
    dictionary.writeTo(out);
    long data = out.count();
    pages.writeTo(out);
    ColumnMetaData metadata =
        new ColumnMetaData(
            type(),
            new ArrayList<>(encodings),
            List.of(descriptor.getPath()),
            CompressionCodec.ZSTD,
            values,
            plainBytes,
            out.count() - begin,
            data);
    if (data > begin) {
      metadata.setDictionary_page_offset(begin);
    }
    metadata.setStatistics(bounds());
    return new ColumnChunk(0).setMeta_data(metadata);
  }

  private Type type() {
    PrimitiveTypeName name = descriptor.getPrimitiveType().getPrimitiveTypeName();
    return name == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(name.name());
  }

  /** The number of missing values, and the range of the others if it is short and exact. */
  private org.apache.parquet.format.Statistics bounds() {
    org.apache.parquet.format.Statistics bounds = new org.apache.parquet.format.Statistics();
    if (statistics.isNumNullsSet()) {
      bounds.setNull_count(statistics.getNumNulls());
    }
    PrimitiveTypeName name = descriptor.getPrimitiveType().getPrimitiveTypeName();
    boolean ordered = name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.INT32;
    if (ordered && statistics.hasNonNullValue()) {
      byte[] least = statistics.getMinBytes();
      byte[] most = statistics.getMaxBytes();
      if (least.length <= LONGEST_BOUND && most.length <= LONGEST_BOUND) {
        bounds.setMin_value(least).setMax_value(most);
      }
    }
    return bounds;
  }
}
