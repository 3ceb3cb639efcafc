package dev.decorum.read.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one column in one row group, read when they are asked for. One page is held at a
 * time: what {@link #readPage} returned is no longer valid when it is called again.
 */
final class ColumnPages implements PageReader {
  private static final int HEADER = 1 << 12;
  private static final int LONGEST_HEADER = 1 << 24;

  /** Larger pages would be held whole all the same, and no writer makes them. */
  private static final int LARGEST = 1 << 30;

  /** What an entry of a dictionary takes on the heap besides its characters. */
  private static final int ENTRY = 48;

  private final PageSource source;
  private final ColumnDescriptor descriptor;
  private final String name;
  private final Footer.Chunk chunk;
  private final byte[] page;
  private long position;
  private boolean pastDictionary;
  private long values;
  private long rows;
  private long held;

  /** A page's header, and where the page is. */
  private record Located(PageHeader header, long data) {
    long end() {
      return data + header.getCompressed_page_size();
    }
  }

  /**
   * Looks at the headers of all pages.
   *
   * @throws DamagedFileException if they do not make up the column, or one takes too much memory
   */
  ColumnPages(PageSource source, ColumnDescriptor descriptor, Footer.Chunk chunk)
      throws IOException {
    this.source = source;
    this.descriptor = descriptor;
    this.name = String.join(".", descriptor.getPath());
    this.chunk = chunk;
    this.position = chunk.from();
    try {
      Codec.require(chunk.codec());
      int longest = longestPage();
      source.memory().hold(longest);
      this.page = new byte[longest];
    } catch (DamagedFileException e) {
      throw named(e);
    }
  }

  /** What the page and the dictionary take. */
  long memory() {
    return page.length + held;
  }

  private DamagedFileException named(DamagedFileException e) {
    return new DamagedFileException("the column " + name + ": " + e.getMessage());
  }

  private int longestPage() throws IOException {
    int longest = 0;
    long found = 0;
    for (long at = chunk.from(); found < chunk.values(); ) {
      Located located = header(at);
      PageHeader header = located.header();
      if (isData(header)) {
        longest = Math.max(longest, header.getUncompressed_page_size());
        found += valueCount(header);
      }
      at = located.end();
    }
    if (found != chunk.values()) {
      throw new DamagedFileException(
          "its pages hold " + found + " values, and " + chunk.values() + " are expected");
    }
    return longest;
  }

  private static boolean isData(PageHeader header) {
    return header.getType() == PageType.DATA_PAGE || header.getType() == PageType.DATA_PAGE_V2;
  }

  private static int valueCount(PageHeader header) {
    return header.getType() == PageType.DATA_PAGE
        ? header.getData_page_header().getNum_values()
        : header.getData_page_header_v2().getNum_values();
  }

  private Located header(long at) throws IOException {
    for (int window = HEADER; ; window *= 8) {
      int length = (int) Math.min(window, chunk.to() - at);
      byte[] bytes = source.file().read(at, Math.max(0, length));
      ThriftStructure.Extent extent = ThriftStructure.measure(ByteBuffer.wrap(bytes));
      if (extent.length() > 0) {
        PageHeader header;
        try {
          header = Util.readPageHeader(new ByteArrayInputStream(bytes, 0, extent.length()));
        } catch (IOException | RuntimeException e) {
          throw new DamagedFileException("a page's header is broken");
        }
        return checked(header, at + extent.length());
      }
      if (length < window || window > LONGEST_HEADER) {
        throw new DamagedFileException("a page's header is broken");
      }
    }
  }

  private Located checked(PageHeader header, long data) {
    boolean whole =
        header.getType() != null
            && header.getUncompressed_page_size() >= 0
            && header.getCompressed_page_size() >= 0
            && header.getCompressed_page_size() <= chunk.to() - data
            && header.getUncompressed_page_size() <= LARGEST
            && header.getUncompressed_page_size()
                <= Codec.most(chunk.codec(), header.getCompressed_page_size())
            && (header.getType() != PageType.DATA_PAGE || header.isSetData_page_header())
            && (header.getType() != PageType.DATA_PAGE_V2 || header.isSetData_page_header_v2())
            && (!isData(header) || valueCount(header) >= 0);
    if (!whole) {
      throw new DamagedFileException("a page's header is broken");
    }
    return new Located(header, data);
  }

  @Override
  public long getTotalValueCount() {
    return chunk.values();
  }

  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    if (pastDictionary) {
      return null;
    }
    pastDictionary = true;
    try {
      Located located = header(position);
      if (located.header().getType() != PageType.DICTIONARY_PAGE) {
        return null;
      }
      position = located.end();
      return dictionary(located);
    } catch (DamagedFileException e) {
      throw named(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DictionaryPage dictionary(Located located) throws IOException {
    PageHeader header = located.header();
    DictionaryPageHeader described = header.getDictionary_page_header();
    int size = header.getUncompressed_page_size();
    if (described == null
        || described.getNum_values() < 0
        || (long) described.getNum_values() * smallestEntry() > size) {
      throw new DamagedFileException("its dictionary is broken");
    }
    hold(size + (long) ENTRY * described.getNum_values());
    byte[] content = new byte[size];
    read(located, 0, ByteBuffer.wrap(content), true);
    return new DictionaryPage(
        BytesInput.from(content),
        size,
        described.getNum_values(),
        encoding(described.getEncoding()));
  }

  private int smallestEntry() {
    return switch (descriptor.getPrimitiveType().getPrimitiveTypeName()) {
      case INT64, DOUBLE -> Long.BYTES;
      case INT96 -> 12;
      case FIXED_LEN_BYTE_ARRAY -> descriptor.getPrimitiveType().getTypeLength();
      case BINARY, INT32, FLOAT -> Integer.BYTES;
      case BOOLEAN -> throw new DamagedFileException("it has a dictionary of booleans");
    };
  }

  private void hold(long bytes) {
    held += bytes;
    source.memory().hold(bytes);
  }

  @Override
  public DataPage readPage() {
    try {
      Located located = header(position);
      while (!isData(located.header()) || valueCount(located.header()) == 0) {
        located = header(located.end());
      }
      position = located.end();
      DataPage data =
          located.header().getType() == PageType.DATA_PAGE ? pageV1(located) : pageV2(located);
      values += data.getValueCount();
      if (values == chunk.values()) {
        requireAllRows();
      }
      return data;
    } catch (DamagedFileException e) {
      throw named(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes sure that the pages held as many rows as there are. */
  void requireRows() {
    try {
      requireAllRows();
    } catch (DamagedFileException e) {
      throw named(e);
    }
  }

  private void requireAllRows() {
    if (values != chunk.values() || rows != source.rows()) {
      throw new DamagedFileException(
          "its pages hold " + rows + " rows, and " + source.rows() + " are expected");
    }
  }

  private DataPage pageV1(Located located) throws IOException {
    PageHeader header = located.header();
    DataPageHeader described = header.getData_page_header();
    int size = header.getUncompressed_page_size();
    read(located, 0, ByteBuffer.wrap(page, 0, size), true);
    int count = described.getNum_values();
    Encoding repetition = encoding(described.getRepetition_level_encoding());
    Encoding definition = encoding(described.getDefinition_level_encoding());
    int at = 0;
    int repetitionEnd = levelsEnd(at, size, descriptor.getMaxRepetitionLevel(), repetition);
    checkRepetition(at + Integer.BYTES, repetitionEnd, count);
    at = repetitionEnd;
    int definitionEnd = levelsEnd(at, size, descriptor.getMaxDefinitionLevel(), definition);
    int defined = checkDefinition(at + Integer.BYTES, definitionEnd, count);
    Encoding encoding = encoding(described.getEncoding());
    checkValues(encoding, definitionEnd, size, count, defined);
    return new DataPageV1(
        BytesInput.from(page, 0, size),
        count,
        size,
        Statistics.createStats(descriptor.getPrimitiveType()),
        repetition,
        definition,
        encoding);
  }

  /** Levels without a meaning take no bytes; others bear their length. */
  private int levelsEnd(int from, int to, int most, Encoding encoding) {
    if (most == 0) {
      return from;
    }
    if (encoding != Encoding.RLE) {
      throw new DamagedFileException(
          "its levels are encoded as " + encoding + ", as no writer has done since 2014");
    }
    if (to - from < Integer.BYTES) {
      throw new DamagedFileException("a page is broken");
    }
    int length = littleEndian(from);
    if (length < 0 || length > to - from - Integer.BYTES) {
      throw new DamagedFileException("a page is broken");
    }
    return from + Integer.BYTES + length;
  }

  private int littleEndian(int at) {
    return (page[at] & 0xff)
        | (page[at + 1] & 0xff) << 8
        | (page[at + 2] & 0xff) << 16
        | (page[at + 3] & 0xff) << 24;
  }

  private DataPage pageV2(Located located) throws IOException {
    PageHeader header = located.header();
    DataPageHeaderV2 described = header.getData_page_header_v2();
    int repetition = described.getRepetition_levels_byte_length();
    int definition = described.getDefinition_levels_byte_length();
    long levels = (long) repetition + definition;
    int size = header.getUncompressed_page_size();
    if (repetition < 0
        || definition < 0
        || levels > size
        || levels > header.getCompressed_page_size()) {
      throw new DamagedFileException("a page's header is broken");
    }
    boolean compressed =
        (!described.isSetIs_compressed() || described.isIs_compressed())
            && header.getCompressed_page_size() > levels;
    read(located, (int) levels, ByteBuffer.wrap(page, 0, size), compressed);
    int count = described.getNum_values();
    checkRepetition(0, repetition, count);
    int defined = checkDefinition(repetition, repetition + definition, count);
    Encoding encoding = encoding(described.getEncoding());
    int data = repetition + definition;
    checkValues(encoding, data, size, count, defined);
    return DataPageV2.uncompressed(
        described.getNum_rows(),
        count - defined,
        count,
        BytesInput.from(page, 0, repetition),
        BytesInput.from(page, repetition, definition),
        encoding,
        BytesInput.from(page, data, size - data),
        Statistics.createStats(descriptor.getPrimitiveType()));
  }

  /**
   * Reads a page.
   *
   * @param plain so many bytes at its beginning are not compressed
   */
  private void read(Located located, int plain, ByteBuffer target, boolean compressed)
      throws IOException {
    PageHeader header = located.header();
    int length = header.getCompressed_page_size();
    source.expansion().in(length);
    source.expansion().out(target.remaining());
    CompressionCodec codec = compressed ? chunk.codec() : CompressionCodec.UNCOMPRESSED;
    if (codec == CompressionCodec.UNCOMPRESSED && length != target.remaining()) {
      throw new DamagedFileException(
          "a page is " + length + " bytes long, and " + target.remaining() + " are expected");
    }
    ByteBuffer raw = source.memory().forCompressed(length);
    source.file().read(located.data(), raw);
    raw.flip();
    if (header.isSetCrc()) {
      CRC32 sum = new CRC32();
      sum.update(raw.duplicate());
      if ((int) sum.getValue() != header.getCrc()) {
        throw new DamagedFileException(
            "a page has changed since it was written: its checksum differs");
      }
    }
    target.put(raw.duplicate().limit(plain));
    source.codec().decompress(codec, raw.slice(plain, length - plain), target);
  }

  private void checkRepetition(int from, int to, int count) {
    int most = descriptor.getMaxRepetitionLevel();
    if (most == 0 || count == 0) {
      rows += count;
      return;
    }
    HybridRuns.Found found = HybridRuns.count(page, from, to, count, most, 0);
    requireFree(found.memory());
    if (values == 0 && HybridRuns.first(page, from, to, most) != 0) {
      throw new DamagedFileException("its first page begins within a row");
    }
    rows += found.counted();
    if (rows > source.rows()) {
      throw new DamagedFileException("its pages hold more rows than are expected");
    }
  }

  private int checkDefinition(int from, int to, int count) {
    int most = descriptor.getMaxDefinitionLevel();
    if (most == 0 || count == 0) {
      return count;
    }
    HybridRuns.Found found = HybridRuns.count(page, from, to, count, most, most);
    requireFree(found.memory());
    return found.counted();
  }

  private void checkValues(Encoding encoding, int from, int to, int count, int defined) {
    if (defined == 0) {
      return;
    }
    switch (encoding) {
      case RLE_DICTIONARY, PLAIN_DICTIONARY -> {
        if (from == to) {
          throw new DamagedFileException("a page is broken");
        }
        requireFree(HybridRuns.check(page, from + 1, to, defined, page[from] & 0xff));
      }
      case RLE -> {
        if (to - from < Integer.BYTES) {
          throw new DamagedFileException("a page is broken");
        }
        requireFree(HybridRuns.check(page, from + Integer.BYTES, to, defined, 1));
      }
      case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> {
        DeltaBlocks.check(page, from, to, count);
        requireFree(DeltaBlocks.values(page, from, to) * Long.BYTES);
      }
      case DELTA_BYTE_ARRAY -> {
        DeltaBlocks.check(page, from, to, count);
        requireFree(DeltaBlocks.values(page, from, to) * Long.BYTES * 6);
        DeltaBlocks.checkStrings(page, from, to, count);
      }
      case BYTE_STREAM_SPLIT -> requireFree(to - from);
      case PLAIN, BIT_PACKED -> {
        // Nothing is reserved for them.
      }
    }
  }

  /** Makes sure that a decoder will find so many bytes. */
  private void requireFree(long bytes) {
    source.memory().hold(bytes);
    source.memory().release(bytes);
  }

  private static Encoding encoding(org.apache.parquet.format.@Nullable Encoding encoding) {
    if (encoding == null) {
      throw new DamagedFileException("it is encoded in an unknown way");
    }
    return Encoding.valueOf(encoding.name());
  }
}
