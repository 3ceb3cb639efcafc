package dev.decorum.read.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and rows are made by src/reference/make_parquet_fixtures.py. */
class ParquetRecordsTest {
  static final Path FOLDER = Path.of("src/test/resources/parquet");
  private static final int LONG_ROWS = 1 << 20;

  @TempDir Path folder;

  private static ParquetRecords open(Path file, Predicate<String> wanted) throws IOException {
    return ParquetRecords.open(file, file.getFileName().toString(), wanted, LONG_ROWS);
  }

  private static List<String> rows(ParquetRecords records) throws Exception {
    List<String> rows = new ArrayList<>();
    for (byte[] row = records.next(); row != null; row = records.next()) {
      rows.add(new String(row, StandardCharsets.UTF_8));
      assertEquals(rows.size(), records.rowNumber());
    }
    assertNull(records.next());
    assertEquals(rows.size(), records.rowCount());
    return rows;
  }

  private static List<String> rows(String file) throws Exception {
    try (ParquetRecords records = open(FOLDER.resolve(file + ".parquet"), column -> true)) {
      return rows(records);
    }
  }

  private static List<String> lines(String file) throws IOException {
    return List.of(
        Files.readString(FOLDER.resolve(file + ".jsonl")).lines().toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chats-none",
        "chats-snappy",
        "chats-gzip",
        "chats-zstd",
        "chats-lz4",
        "chats-v2-pages",
        "chats-checksums",
        "chats-plain",
        "chats-delta-byte-array",
        "chats-delta-length-byte-array",
        "chats-1-level-names",
        "duckdb",
        "duckdb-v2",
        "duckdb-lz4-raw",
      })
  void theRowsOfATableAreThoseOfItsJsonLines(String file) throws Exception {
    assertEquals(lines("chats"), rows(file));
  }

  @ParameterizedTest
  @CsvSource({
    "numbers-encodings,numbers",
    "numbers-dictionary,numbers",
    "types,types",
    "duckdb-types,duckdb-types",
    "int96,int96",
    "chats-none-at-all,chats-none-at-all",
    "legacy-lists,legacy-lists",
    "legacy-lz4-hadoop,legacy-lists",
    "legacy-lz4-bare,legacy-lists",
  })
  void everyTypeEncodingAndListIsRead(String file, String expected) throws Exception {
    assertEquals(lines(expected), rows(file));
  }

  @Test
  void onlyColumnsThatAreWantedAreRead() throws Exception {
    try (ParquetRecords records = open(FOLDER.resolve("binary.parquet"), Set.of("id")::contains)) {
      assertEquals(List.of("{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"id\":\"c\"}"), rows(records));
      assertEquals(List.of("id", "image"), records.topLevelNames());
    }
    try (ParquetRecords records = open(FOLDER.resolve("chats-zstd.parquet"), column -> false)) {
      assertEquals(60, rows(records).size());
    }
  }

  @Test
  void columnNamesArePathsWithoutListLevels() throws IOException {
    for (String file : List.of("chats-zstd", "chats-1-level-names", "duckdb")) {
      try (ParquetRecords records = open(FOLDER.resolve(file + ".parquet"), column -> true)) {
        assertEquals(
            List.of("id", "bot_name", "messages.role", "messages.content"), records.columnNames());
      }
    }
    try (ParquetRecords records = open(FOLDER.resolve("legacy-lists.parquet"), column -> true)) {
      assertEquals(
          List.of(
              "id",
              "bare",
              "two_level",
              "tuples",
              "avro.role",
              "avro.content",
              "hive",
              "proto.role",
              "proto.content",
              "old_map.key",
              "old_map.value"),
          records.columnNames());
    }
  }

  @Test
  void bytesThatAreNoTextMakeTheirRowUnusable() throws Exception {
    try (ParquetRecords records = open(FOLDER.resolve("binary.parquet"), column -> true)) {
      assertEquals(
          "{\"id\":\"a\",\"image\":\"ok\"}", new String(records.next(), StandardCharsets.UTF_8));
      ParquetRowException e = assertThrows(ParquetRowException.class, () -> records.next());
      assertEquals(
          "the column image holds bytes that are not text: 0xFF is not UTF-8", e.getMessage());
      assertEquals(2, records.rowNumber());
      assertEquals(
          "{\"id\":\"c\",\"image\":null}", new String(records.next(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aRowThatIsTooLongIsUnusable() throws Exception {
    List<String> expected = lines("chats");
    Path file = FOLDER.resolve("chats-snappy.parquet");
    try (ParquetRecords records = ParquetRecords.open(file, "c", column -> true, 150)) {
      int refused = 0;
      for (String line : expected) {
        if (line.getBytes(StandardCharsets.UTF_8).length > 150) {
          assertEquals(
              "the row is longer than 150 bytes as JSON",
              assertThrows(ParquetRowException.class, () -> records.next()).getMessage());
          refused++;
        } else {
          assertArrayEquals(line.getBytes(StandardCharsets.UTF_8), records.next());
        }
      }
      assertNull(records.next());
      assertTrue(refused > 10 && refused < 50, () -> "the limit says nothing");
    }
  }

  private static String refusal(Path file) {
    return assertThrows(
            ParquetException.class,
            () -> {
              try (ParquetRecords records = open(file, column -> true)) {
                rows(records);
              }
            })
        .getMessage();
  }

  @Test
  void compressionsThatAreNotReadAreNamed() {
    assertEquals(
        "chats-brotli.parquet: this Parquet file cannot be read: the column id: it is compressed"
            + " with BROTLI, which Decorum does not read; write the file with zstd, snappy, gzip,"
            + " lz4 or no compression",
        refusal(FOLDER.resolve("chats-brotli.parquet")));
    assertTrue(refusal(FOLDER.resolve("lzo.parquet")).contains("compressed with LZO"));
  }

  @Test
  void filesThatAreNoneAreRefused() throws IOException {
    byte[] good = Files.readAllBytes(FOLDER.resolve("chats-zstd.parquet"));
    assertTrue(ParquetRecords.isParquet(good));
    assertFalse(ParquetRecords.isParquet("PAR".getBytes(StandardCharsets.US_ASCII)));
    Path file = folder.resolve("f.parquet");
    Files.write(file, new byte[0]);
    assertEquals(
        "f.parquet: this Parquet file cannot be read: it is too short for a Parquet file",
        refusal(file));
    Files.writeString(file, "{\"id\": 1}\n{\"id\": 2}\n");
    assertEquals(
        "f.parquet: this Parquet file cannot be read: it is not a Parquet file", refusal(file));
    Files.write(file, java.util.Arrays.copyOf(good, good.length / 2));
    assertEquals(
        "f.parquet: this Parquet file cannot be read: its end is missing, where Parquet keeps its"
            + " metadata; it was cut off, or is still being written",
        refusal(file));
    byte[] encrypted = good.clone();
    encrypted[good.length - 1] = 'E';
    Files.write(file, encrypted);
    assertEquals(
        "f.parquet: this Parquet file cannot be read: it is encrypted; decrypt it first",
        refusal(file));
  }

  @Test
  void aPageThatWasChangedIsFoundByItsChecksum() throws IOException {
    byte[] bytes = Files.readAllBytes(FOLDER.resolve("chats-checksums.parquet"));
    // Somewhere in the data of the last page before the metadata.
    int footer =
        java.nio.ByteBuffer.wrap(bytes)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .getInt(bytes.length - 8);
    bytes[bytes.length - 8 - footer - 1] ^= 1;
    Path file = folder.resolve("f.parquet");
    Files.write(file, bytes);
    assertEquals(
        "f.parquet: this Parquet file cannot be read: the column messages.list.element.content: a"
            + " page has changed since it was written: its checksum differs",
        refusal(file));
  }
}
