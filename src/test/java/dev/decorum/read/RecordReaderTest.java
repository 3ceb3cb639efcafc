package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.FieldValue;
import dev.decorum.read.bytes.InputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
  private static final int LIMIT = 1000;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> read(String text) {
    return read(bytes(text));
  }

  /** {@code line name='text' name=literal}, or {@code ! line:column reason}. */
  private static List<String> read(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    RecordReader reader = RecordReader.open("s.csv", null, new ByteArrayInputStream(bytes), LIMIT);
    for (Optional<RecordReader.Result> next = reader.next();
        next.isPresent();
        next = reader.next()) {
      if (next.get() instanceof RecordReader.Result.Accepted ok) {
        lines.add(show(ok.record()));
      } else if (next.get() instanceof RecordReader.Result.Rejected bad) {
        assertEquals("s.csv", bad.rejection().location().file());
        lines.add("! " + Reading.show(bad.rejection()));
      }
    }
    return lines;
  }

  private static String show(FlatRecord record) {
    StringBuilder line = new StringBuilder().append(record.location().line());
    for (String name : record.names()) {
      FieldValue value = record.value(name);
      line.append(' ').append(name);
      if (value != null) {
        line.append(value.json() ? "=" + value.text() : "='" + value.text() + "'");
      }
    }
    return line.toString();
  }

  private static boolean firstRecordHas(byte[] bytes, String field) {
    InputStream in = new BufferedInputStream(new ByteArrayInputStream(bytes), 16);
    boolean found = RecordReader.firstRecordHas(null, in, field);
    try {
      assertEquals(bytes.length, in.readAllBytes().length, "something was consumed");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private static boolean firstRecordHas(String text, String field) {
    return firstRecordHas(bytes(text), field);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void cellsAreStringsAndEmptyOnesNone(String delimiter) {
    String table = "id,p,note\na,0.5,\"x \"\"y\"\"\"\n\nb,,\nc,\"\",\"1\n2\"\nd,1,\n";
    assertEquals(
        List.of(
            "2 id='a' p='0.5' note='x \"y\"'",
            "4 id='b' p note",
            "5 id='c' p note='1\n2'",
            "7 id='d' p='1' note"),
        read(table.replace(",", delimiter)));
  }

  @Test
  void jsonKeepsItsTypesAndNullIsNone() {
    String row = "{\"id\":\"a\",\"p\":0.50,\"x\":null,\"l\":[1,{}],\"t\":true,\"e\":\"\"}";
    String shown = " id='a' p=0.50 x l=[1,{}] t=true e=''";
    assertEquals(List.of("1" + shown, "3" + shown), read(row + "\n\n" + row));
    assertEquals(List.of("2" + shown, "2" + shown), read("[\n" + row + "," + row + "]"));
    assertEquals(List.of("1" + shown), read(row.replace(",", ",\n")));
  }

  @Test
  void namesAreExact() {
    for (String text : List.of("Bot Name,a\nx,y\n", "{\"Bot Name\":\"x\",\"a\":{\"b\":1}}")) {
      RecordReader reader =
          RecordReader.open("-", null, new ByteArrayInputStream(bytes(text)), LIMIT);
      FlatRecord record = ((RecordReader.Result.Accepted) reader.next().orElseThrow()).record();
      assertEquals(FieldValue.string("x"), record.value("Bot Name"));
      assertEquals(null, record.value("bot_name"));
      assertEquals(null, record.value("a.b"));
    }
  }

  @Test
  void badRowsAreRejectedWithTheirPlace() throws IOException {
    assertEquals(
        List.of(
            "2 a='1' b='2'",
            "! 3:0 the row has 3 cells, the header has 2",
            "! 4:3 the quote that opens here is never closed",
            "5 a='3' b='4'"),
        read("a,b\n1,2\n1,2,3\n1,\"x\n3,4\n"));
    assertEquals(
        List.of(
            "1 a=1",
            "! 2:6 not valid JSON: it ends in the middle of an object: a } is missing",
            "! 3:1 the row is a list, expected an object",
            "4 a=2"),
        read("{\"a\":1}\n{\"a\":\n[1]\n{\"a\":2}\n"));
    String tooLong = "x".repeat(LIMIT + 1);
    assertEquals(
        List.of("! 2:0 the row is longer than 1000 bytes", "3 a='1' b='2'"),
        read("a,b\n" + tooLong + "\n1,2\n"));
    assertEquals(
        List.of("1 a=1", "! 2:0 the row is longer than 1000 bytes"),
        read("{\"a\":1}\n{\"a\":\"" + tooLong + "\"}\n"));
    byte[] notUtf8 = FormatContractTest.join(bytes("a,b\né,"), new byte[] {(byte) 0xff});
    assertEquals(List.of("! 2:3 not valid UTF-8: byte 0xFF"), read(notUtf8));
  }

  @Test
  void compressionAndMarksDoNotMatter() throws IOException {
    byte[] table = bytes("\ufeffid,p\r\na,1\r\n");
    assertEquals(List.of("2 id='a' p='1'"), read(table));
    for (byte[] packed : List.of(FormatContractTest.gzip(table), FormatContractTest.zstd(table))) {
      assertEquals(List.of("2 id='a' p='1'"), read(packed));
      assertTrue(firstRecordHas(packed, "id"));
      assertTrue(firstRecordHas(packed, "p"));
      assertFalse(firstRecordHas(packed, "a"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void wideTextIsRead(String charset) {
    String mark = charset.equals("UTF-16") ? "" : "\ufeff";
    byte[] table = (mark + "id,p\né,1\n").getBytes(Charset.forName(charset));
    assertEquals(List.of("2 id='é' p='1'"), read(table));
  }

  @Test
  void nothingMakesNoRecords() {
    assertEquals(List.of(), read(""));
    assertEquals(List.of(), read(" \n\n"));
    assertEquals(List.of(), read("a,b\n"));
    assertEquals(List.of(), read("[]"));
  }

  @Test
  void oneBrokenLineDoesNotMakeATable() {
    List<String> read = read("garbage\n{\"a\":1}\n");
    assertEquals(2, read.size());
    assertTrue(read.get(0).startsWith("! 1:"), read.get(0));
    assertEquals("2 a=1", read.get(1));
    assertEquals(List.of("2 a='x' b='\n{\"c\":1}\n'"), read("a,b\nx,\"\n{\"\"c\"\":1}\n\"\n"));
    assertEquals(List.of("2 a='x' b='\n{}\n'"), read("a,b\nx,\"\n{}\n\"\n"));
  }

  @Test
  void whatIsNoRecordsIsRefused() throws IOException {
    InputException neither =
        assertThrows(InputException.class, () -> read(new byte[] {(byte) 0x89, 'P', 'N', 'G'}));
    assertEquals(
        "s.csv: the format cannot be recognised: it is neither JSON nor a table with a header",
        neither.getMessage());
    byte[] gzip = FormatContractTest.gzip(bytes("a,b\n1,2\n"));
    InputException cutOff =
        assertThrows(InputException.class, () -> read(Arrays.copyOf(gzip, gzip.length - 4)));
    assertEquals("s.csv: the file cannot be read: the gzip data is cut off", cutOff.getMessage());
  }

  @Test
  void aNameThatOccursTwiceIsRefusedWhereItIsUsed() {
    RecordReader reader =
        RecordReader.open("s.csv", null, new ByteArrayInputStream(bytes("a,b,a\n1,2,3\n")), LIMIT);
    FlatRecord record = ((RecordReader.Result.Accepted) reader.next().orElseThrow()).record();
    assertEquals(FieldValue.string("2"), record.value("b"));
    InputException twice = assertThrows(InputException.class, () -> record.value("a"));
    assertEquals("s.csv: the column name \"a\" occurs twice (columns 1 and 3)", twice.getMessage());
  }

  @Test
  void recordsStayValid() {
    RecordReader reader =
        RecordReader.open(
            "-",
            null,
            new ByteArrayInputStream(bytes("a,b\n1,2\n" + "3,4\n".repeat(100_000))),
            LIMIT);
    FlatRecord first = ((RecordReader.Result.Accepted) reader.next().orElseThrow()).record();
    while (reader.next().isPresent()) {
      // Reads over the buffer that the first record came from.
    }
    assertEquals("2 a='1' b='2'", show(first));
  }

  @Test
  void closingClosesTheStream() throws IOException {
    boolean[] closed = {false};
    InputStream in =
        new FilterInputStream(new ByteArrayInputStream(bytes("a,b\n1,2\n"))) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    RecordReader reader = RecordReader.open("-", null, in, LIMIT);
    while (reader.next().isPresent()) {
      // To the end, which closes nothing.
    }
    assertFalse(closed[0]);
    reader.close();
    assertTrue(closed[0]);
  }

  @Test
  void theFirstRecordIsLookedAt() {
    assertTrue(firstRecordHas("id,p\n", "p"));
    assertTrue(firstRecordHas("\"id\";\"p\"", "p"));
    assertFalse(firstRecordHas("id,p2\np,p\n", "p"));
    assertTrue(firstRecordHas("{\"a\":{\"q\":[1,{\"r\":2}]},\"p\":0}\n", "p"));
    assertTrue(firstRecordHas(" [\n{\"a\":1,\n\"p\":0}]", "p"));
    assertFalse(firstRecordHas("{\"a\":{\"p\":1},\"b\":[{\"p\":1}],\"c\":\"p\"}\n", "p"));
    assertFalse(firstRecordHas("{\"a\":1}\n{\"p\":1}\n", "p"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\n",
        "p",
        "{",
        "[",
        "[[{\"p\":1}]]",
        "{\"a\":",
        "{\"a\" \"p\":1}",
        "\""
      })
  void oddContentHasNoSuchField(String text) {
    assertFalse(firstRecordHas(text, "q"));
    assertFalse(firstRecordHas(bytes("\u001f\u008b" + text), "q"));
    assertFalse(firstRecordHas(text.getBytes(StandardCharsets.UTF_16), "q"));
  }

  @Test
  void onlyTheBeginningIsLookedAt() throws IOException {
    String longRow = "{\"a\":\"" + "x".repeat(2 << 20) + "\",\"p\":1}";
    assertFalse(firstRecordHas(longRow, "p"));
    assertTrue(firstRecordHas(longRow, "a"));
    assertTrue(firstRecordHas(FormatContractTest.gzip(bytes(longRow)), "a"));
    // Zstandard holds a whole window back.
    StringBuilder table = new StringBuilder("id,p\n");
    Random random = new Random(1);
    for (int i = 0; i < 500_000; i++) {
      table.append(Long.toString(random.nextLong(), 36)).append(",").append(i).append('\n');
    }
    byte[] zstd = FormatContractTest.zstd(bytes(table.toString()));
    assertTrue(firstRecordHas(zstd, "p"));
    byte[] noise = new byte[1 << 20];
    random.nextBytes(noise);
    assertFalse(firstRecordHas(noise, "p"));
  }
}
