package dev.decorum.read.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to do harm end in one sentence. */
class HostileParquetTest {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int LONG_ROWS = 1 << 20;

  @TempDir Path folder;

  /** Reads a file to its end, or to a number of rows; says how many there were. */
  private long read(byte[] bytes, long most) throws IOException {
    Path file = Files.write(folder.resolve("f"), bytes);
    try (ParquetRecords records = ParquetRecords.open(file, "f", column -> true, LONG_ROWS)) {
      while (records.rowNumber() < most) {
        try {
          if (records.next() == null) {
            break;
          }
        } catch (ParquetRowException e) {
          assertTrue(!e.getMessage().isBlank());
        }
      }
      return records.rowNumber();
    }
  }

  private String refusal(byte[] bytes) {
    String message =
        assertThrows(ParquetException.class, () -> read(bytes, Long.MAX_VALUE)).getMessage();
    assertTrue(message.startsWith("f: this Parquet file cannot be read: "), message);
    return message.substring("f: this Parquet file cannot be read: ".length());
  }

  /** A column of a file that has one; each setting starts from what is good. */
  private static final class OneColumn {
    final ByteArrayOutputStream data = new ByteArrayOutputStream();
    final List<SchemaElement> schema = new ArrayList<>();
    List<String> path = List.of("a");
    CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
    long rows = 1;
    long values = 1;
    Type type = Type.BYTE_ARRAY;

    OneColumn(Type type, FieldRepetitionType repetition) {
      this.type = type;
      data.writeBytes(MAGIC);
      schema.add(new SchemaElement("root").setNum_children(1));
      schema.add(new SchemaElement("a").setType(type).setRepetition_type(repetition));
    }

    OneColumn rows(long rows, long values) {
      this.rows = rows;
      this.values = values;
      return this;
    }

    OneColumn page(PageHeader header, byte[] page) throws IOException {
      Util.writePageHeader(header, data);
      data.writeBytes(page);
      return this;
    }

    /** A page of version 1 as it lies in the file. */
    OneColumn page(int values, Encoding encoding, byte[] page) throws IOException {
      return page(dataHeader(values, encoding, page.length, page.length), page);
    }

    FileMetaData metadata() {
      ColumnMetaData column =
          new ColumnMetaData(
              type,
              List.of(Encoding.PLAIN),
              path,
              codec,
              values,
              data.size() - 4,
              data.size() - 4,
              4);
      RowGroup group =
          new RowGroup(List.of(new ColumnChunk(0).setMeta_data(column)), data.size(), rows);
      return new FileMetaData(1, schema, rows, List.of(group));
    }

    byte[] file() throws IOException {
      return file(metadata());
    }

    byte[] file(FileMetaData metadata) throws IOException {
      ByteArrayOutputStream footer = new ByteArrayOutputStream();
      Util.writeFileMetaData(metadata, footer);
      return withFooter(data.toByteArray(), footer.toByteArray());
    }
  }

  private static byte[] withFooter(byte[] data, byte[] footer) {
    ByteBuffer file =
        ByteBuffer.allocate(data.length + footer.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    return file.put(data).put(footer).putInt(footer.length).put(MAGIC).array();
  }

  private static PageHeader dataHeader(int values, Encoding encoding, int plain, int compressed) {
    return new PageHeader(PageType.DATA_PAGE, plain, compressed)
        .setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    for (; left > 0x7f; left >>>= 7) {
      out.write((int) ((left & 0x7f) | 0x80));
    }
    out.write((int) left);
    return out.toByteArray();
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static OneColumn text() {
    return new OneColumn(Type.BYTE_ARRAY, FieldRepetitionType.REQUIRED);
  }

  @Test
  void theGoodOneIsGood() throws IOException {
    assertEquals(1, read(text().page(1, Encoding.PLAIN, bytes(1, 0, 0, 0, 'x')).file(), 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "legacy-lists",
        "legacy-lz4-hadoop",
        "chats-zstd",
        "chats-v2-pages",
        "chats-delta-byte-array",
        "numbers-encodings",
        "duckdb-v2",
        "int96",
      })
  void aChangedByteIsReadOrRefused(String name) throws IOException {
    byte[] good = Files.readAllBytes(ParquetRecordsTest.FOLDER.resolve(name + ".parquet"));
    Random random = new Random(name.hashCode());
    int refused = 0;
    int tried = 0;
    for (int i = random.nextInt(4); i < good.length; i += 4) {
      tried++;
      byte[] changed = good.clone();
      changed[i] ^= (byte) (1 + random.nextInt(255));
      try {
        read(changed, 10_000);
      } catch (ParquetException e) {
        assertTrue(e.getMessage().startsWith("f: this Parquet file cannot be read: "));
        refused++;
      }
    }
    assertTrue(refused > tried / 10, name + " is hardly looked at");
    for (int length = 0; length < good.length; length += 29) {
      assertNotNull(refusal(Arrays.copyOf(good, length)));
    }
  }

  @Test
  void metadataThatSaysTooMuchOfItselfIsRefused() throws IOException {
    byte[] good = text().page(1, Encoding.PLAIN, bytes(1, 0, 0, 0, 'x')).file();
    ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).putInt(good.length - 8, -1);
    assertEquals(
        "its metadata is said to be 4294967295 bytes long, more than the file has", refusal(good));
    // A struct with a string of 2 GB; a list of as many structs; structs in structs for ever.
    byte[] longText = joined(bytes(0x68), varint(Integer.MAX_VALUE), bytes('x', 0));
    byte[] longList = joined(bytes(0x29, 0xfc), varint(Integer.MAX_VALUE), bytes(0, 0, 0));
    byte[] deep = new byte[1 << 20];
    Arrays.fill(deep, (byte) 0xfc);
    byte[] deepLists = new byte[1 << 20];
    Arrays.fill(deepLists, (byte) 0x19);
    for (byte[] footer : List.of(longText, longList, deep, deepLists, new byte[0], bytes(0))) {
      assertEquals("its metadata is broken", refusal(withFooter(MAGIC, footer)));
    }
  }

  @Test
  void metadataThatWouldFillTheHeapIsRefused() {
    // Each byte is an empty row group of a hundred bytes.
    int groups = 64 << 20;
    byte[] footer = joined(bytes(0x49, 0xfc), varint(groups), new byte[groups], bytes(0));
    PageMemory memory = new PageMemory(256 << 20);
    DamagedFileException e =
        assertThrows(
            DamagedFileException.class,
            () ->
                memory.requireForMetadata(
                    ThriftStructure.measure(ByteBuffer.wrap(footer)).memory()));
    assertTrue(
        e.getMessage().endsWith("write the file with smaller pages or fewer columns"),
        e::getMessage);
  }

  @Test
  void schemasThatNoTableHasAreRefused() throws IOException {
    OneColumn deep = text();
    deep.schema.clear();
    deep.schema.add(new SchemaElement("root").setNum_children(1));
    for (int i = 0; i < 5_000; i++) {
      deep.schema.add(
          new SchemaElement("a")
              .setNum_children(1)
              .setRepetition_type(FieldRepetitionType.OPTIONAL));
    }
    assertEquals("its columns are nested more than 50 deep", refusal(deep.file()));
    OneColumn wide = text();
    wide.schema.set(0, new SchemaElement("root").setNum_children(30_000));
    for (int i = 0; i < 30_000; i++) {
      wide.schema.add(
          new SchemaElement("c" + i)
              .setType(Type.INT32)
              .setRepetition_type(FieldRepetitionType.OPTIONAL));
    }
    assertEquals("it has more than 20000 columns", refusal(wide.file()));
    for (int children : new int[] {-1, 2, Integer.MAX_VALUE}) {
      OneColumn broken = text();
      broken.schema.set(0, new SchemaElement("root").setNum_children(children));
      assertEquals("its schema is broken", refusal(broken.file()));
    }
    OneColumn twice = text();
    twice.schema.set(0, new SchemaElement("root").setNum_children(2));
    twice.schema.add(twice.schema.get(1).deepCopy());
    assertEquals("the column name \"a\" occurs twice", refusal(twice.file()));
    OneColumn decimal = text();
    decimal
        .schema
        .get(1)
        .setConverted_type(ConvertedType.DECIMAL)
        .setScale(1_000_000_000)
        .setPrecision(1_000_000_000);
    assertEquals(
        "the column a is a decimal of 1000000000 digits, 1000000000 of them after the point, which"
            + " cannot be",
        refusal(decimal.file()));
  }

  @Test
  void placesOutsideOfTheFileAreRefused() throws IOException {
    byte[] page = bytes(1, 0, 0, 0, 'x');
    for (long offset : new long[] {-1, 0, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
      OneColumn column = text().page(1, Encoding.PLAIN, page);
      FileMetaData metadata = column.metadata();
      ColumnMetaData data = metadata.getRow_groups().get(0).getColumns().get(0).getMeta_data();
      data.setData_page_offset(offset);
      assertTrue(refusal(column.file(metadata)).endsWith("is said to lie outside of the file"));
      data.setData_page_offset(4).setTotal_compressed_size(offset == 0 ? -1 : offset);
      assertTrue(refusal(column.file(metadata)).endsWith("is said to lie outside of the file"));
    }
  }

  @Test
  void countsThatDoNotAgreeAreRefused() throws IOException {
    byte[] page = bytes(1, 0, 0, 0, 'x');
    assertEquals(
        "its metadata is broken: 2 rows have 1 values in the column a",
        refusal(text().page(1, Encoding.PLAIN, page).rows(2, 1).file()));
    assertEquals(
        "the column a: its pages hold 3 values, and 2 are expected",
        refusal(text().page(3, Encoding.PLAIN, page).rows(2, 2).file()));
    OneColumn column = text().page(1, Encoding.PLAIN, page);
    FileMetaData metadata = column.metadata().setNum_rows(7);
    assertEquals(
        "it is said to have 7 rows, and its parts are said to have 1",
        refusal(column.file(metadata)));
    // Three values that begin two rows, in a group of three: the third row would be made up.
    byte[] levels = joined(littleEndian(2), bytes(0b11, 0b010));
    byte[] all = joined(littleEndian(2), bytes(0b110, 1));
    byte[] texts = bytes(1, 0, 0, 0, 'x', 1, 0, 0, 0, 'y', 1, 0, 0, 0, 'z');
    OneColumn list = new OneColumn(Type.BYTE_ARRAY, FieldRepetitionType.REPEATED);
    list.page(3, Encoding.PLAIN, joined(levels, all, texts));
    assertEquals(2, read(list.rows(2, 3).file(), 9));
    assertEquals(
        "the column a: its pages hold 2 rows, and 3 are expected", refusal(list.rows(3, 3).file()));
    assertEquals(
        "the column a: its pages hold more rows than are expected",
        refusal(list.rows(1, 3).file()));
  }

  @Test
  void pagesThatSayTooMuchOfThemselvesAreRefused() throws IOException {
    PageMemory memory = new PageMemory(256 << 20);
    assertThrows(DamagedFileException.class, () -> memory.hold(200L << 20));
    byte[] page = bytes(1, 0, 0, 0, 'x');
    for (int size : new int[] {-1, 6, Integer.MAX_VALUE}) {
      String refusal =
          refusal(text().page(dataHeader(1, Encoding.PLAIN, page.length, size), page).file());
      assertEquals("the column a: a page's header is broken", refusal);
    }
    assertNotNull(
        refusal(
            text()
                .page(dataHeader(1, Encoding.PLAIN, Integer.MAX_VALUE, page.length), page)
                .file()));
    assertEquals(
        "the column a: a page's header is broken",
        refusal(text().page(-1, Encoding.PLAIN, page).file()));
    PageHeader dictionary =
        new PageHeader(PageType.DICTIONARY_PAGE, 5, 5)
            .setDictionary_page_header(new DictionaryPageHeader(Integer.MAX_VALUE, Encoding.PLAIN));
    assertEquals(
        "the column a: its dictionary is broken",
        refusal(
            text().page(dictionary, page).page(1, Encoding.RLE_DICTIONARY, bytes(0, 2)).file()));
  }

  @Test
  void runsThatSayTooMuchOfThemselvesAreRefused() throws IOException {
    OneColumn optional = new OneColumn(Type.BYTE_ARRAY, FieldRepetitionType.OPTIONAL);
    byte[] packed = varint((1L << 28) << 1 | 1);
    optional.page(1, Encoding.PLAIN, joined(littleEndian(packed.length), packed));
    assertEquals("the column a: a page is broken", refusal(optional.file()));
    OneColumn dictionary = text();
    PageHeader header =
        new PageHeader(PageType.DICTIONARY_PAGE, 5, 5)
            .setDictionary_page_header(new DictionaryPageHeader(1, Encoding.PLAIN));
    dictionary.page(header, bytes(1, 0, 0, 0, 'x'));
    // Numbers of no bits, of which any many fit into no bytes.
    dictionary.page(1, Encoding.RLE_DICTIONARY, joined(bytes(0), packed));
    assertEquals("the column a: a page is broken", refusal(dictionary.file()));
    for (long[] delta :
        new long[][] {
          {128, 4, Integer.MAX_VALUE, 0},
          {1L << 31, 1L << 31, 1, 0},
          {0, 1, 2, 0},
          {128, 0, 2, 0},
          {1L << 40, 4, 2, 0},
        }) {
      OneColumn numbers = new OneColumn(Type.INT64, FieldRepetitionType.REQUIRED);
      byte[][] fields =
          Arrays.stream(delta).mapToObj(HostileParquetTest::varint).toArray(byte[][]::new);
      numbers.page(5, Encoding.DELTA_BINARY_PACKED, joined(fields)).rows(5, 5);
      assertEquals("the column a: a page is broken", refusal(numbers.file()));
    }
    // A text that takes over 2 GB of the one before it.
    byte[] one = joined(varint(128), varint(4), varint(1));
    OneColumn prefixes = text();
    prefixes.page(
        1, Encoding.DELTA_BYTE_ARRAY, joined(one, varint(2L * Integer.MAX_VALUE), one, varint(0)));
    assertEquals("the column a: a page is broken", refusal(prefixes.file()));
  }

  @Test
  void bombsEndWhereTheyBecomeTooLarge() throws IOException {
    // Rows of nothing, as many as there are numbers, from a run of a few bytes.
    OneColumn nulls = new OneColumn(Type.BYTE_ARRAY, FieldRepetitionType.OPTIONAL);
    byte[] run = joined(varint(Integer.MAX_VALUE * 2L), bytes(0));
    nulls.page(Integer.MAX_VALUE, Encoding.PLAIN, joined(littleEndian(run.length), run));
    byte[] file = nulls.rows(Integer.MAX_VALUE, Integer.MAX_VALUE).file();
    assertEquals(1_000, read(file, 1_000));
    assertEquals(
        "it expands to more than 128 MiB and to more than 1000 times its size, as no chat log does",
        refusal(file));
    // One row with as many elements.
    OneColumn list = new OneColumn(Type.BOOLEAN, FieldRepetitionType.REPEATED);
    byte[] levels = joined(bytes(2, 0), varint((Integer.MAX_VALUE - 1) * 2L), bytes(1));
    byte[] defined = joined(varint(Integer.MAX_VALUE * 2L), bytes(1));
    byte[] truths = joined(varint(Integer.MAX_VALUE * 2L), bytes(1));
    list.page(
        Integer.MAX_VALUE,
        Encoding.RLE,
        joined(
            littleEndian(levels.length),
            levels,
            littleEndian(defined.length),
            defined,
            littleEndian(truths.length),
            truths));
    assertEquals(
        "it expands to more than 128 MiB and to more than 1000 times its size, as no chat log does",
        refusal(list.rows(1, Integer.MAX_VALUE).file()));
    // Pages of 16 MiB zeros, of which one is a few hundred bytes.
    byte[] zeros = new byte[16 << 20];
    ZstdCompressor zstd = new ZstdCompressor();
    byte[] room = new byte[zstd.maxCompressedLength(zeros.length)];
    byte[] compressed =
        Arrays.copyOf(room, zstd.compress(zeros, 0, zeros.length, room, 0, room.length));
    OneColumn pages = text();
    pages.codec = CompressionCodec.ZSTD;
    for (int i = 0; i < 40; i++) {
      pages.page(
          dataHeader(zeros.length / 4, Encoding.PLAIN, zeros.length, compressed.length),
          compressed);
    }
    long values = 40L * (zeros.length / 4);
    assertTrue(refusal(pages.rows(values, values).file()).startsWith("it expands to more than"));
  }
}
