package dev.decorum.read.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
  private static final int LIMIT = 16;

  /** The records of a text, which are the same however its bytes come; ' stands for a quote. */
  private static List<String> cut(String text) throws IOException {
    String csv = text.replace('\'', '"');
    List<String> rows = Cut.all(new CsvRows(Cut.window(csv), ',', LIMIT));
    assertEquals(rows, Cut.all(new CsvRows(Cut.slowWindow(csv), ',', LIMIT)));
    return rows.stream().map(row -> row.replace('"', '\'')).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n\r\n", "  \n"})
  void whatIsBlankHasNoRecords(String text) throws IOException {
    assertEquals(List.of(), cut(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a,b\n", "a,b\r\n", "a,b\n\n"})
  void oneLineIsOneRecord(String text) throws IOException {
    assertEquals(List.of("1:1 a,b"), cut(text));
  }

  @Test
  void aQuotedCellMaySpanLines() throws IOException {
    assertEquals(List.of("1:1 'a\n,b',c", "3:1 d,e"), cut("'a\n,b',c\nd,e\n"));
    assertEquals(List.of("1:1 x,'a\r\n\n'", "4:1 y"), cut("x,'a\r\n\n'\r\ny"));
  }

  @Test
  void aDoubledQuoteEndsNoCell() throws IOException {
    assertEquals(List.of("1:1 'a''\n''b',c", "3:1 d"), cut("'a''\n''b',c\nd"));
    assertEquals(List.of("1:1 '',''''"), cut("'',''''"));
    // A quote within a cell that has none at its beginning is text.
    assertEquals(List.of("1:1 5' x,6'", "2:1 d"), cut("5' x,6'\nd"));
  }

  @Test
  void aQuoteThatIsNeverClosedSpoilsItsLineAlone() throws IOException {
    assertEquals(
        List.of("! 1:3 the quote that opens here is never closed", "2:1 c,d", "3:1 e"),
        cut("a,'b\nc,d\ne"));
    assertEquals(
        List.of(
            "! 1:1 the quote that opens here is never closed within 16 bytes",
            "2:1 0123456789",
            "3:1 0123456789"),
        cut("'a\n0123456789\n0123456789"));
  }

  @Test
  void textBehindAQuoteSpoilsItsLineAlone() throws IOException {
    assertEquals(
        List.of(
            "! 1:3 the quote that opens here closes before further text (line 1, column 6);"
                + " within a quoted cell a quote has to be doubled",
            "2:1 d"),
        cut("a,'b'c\nd"));
  }

  @Test
  void aRecordMayBeAsLongAsTheLimit() throws IOException {
    assertEquals(List.of("1:1 0123456789,abcde", "2:1 x"), cut("0123456789,abcde\nx"));
    assertEquals(
        List.of("! 1:0 the row is longer than 16 bytes", "2:1 x"), cut("0123456789,abcdef\nx"));
    assertEquals(List.of("1:1 'a\n0123456789ab'", "3:1 x"), cut("'a\n0123456789ab'\nx"));
  }

  /** The window holds 128 KiB before it grows. */
  @Test
  void recordsAreCutWhereverTheBufferEnds() throws IOException {
    for (int length : new int[] {65_533, 65_535, 65_536, 131_068, 131_070, 131_072}) {
      String cell = "\"" + "x\n".repeat(length / 2) + "\"";
      assertEquals(
          List.of("1:1 " + cell + ",1", length / 2 + 2 + ":1 y"),
          Cut.all(new CsvRows(Cut.window(cell + ",1\ny"), ',', 1 << 20)));
    }
  }

  @Test
  void aRecordIsSplitIntoItsCells() throws IOException {
    List<List<String>> cells = new ArrayList<>();
    CsvRows rows = new CsvRows(Cut.window("a;\"b;\"\"\nc\";\r\n;\n\"\"\n"), ';', 100);
    for (Row row = rows.next(); row != null; row = rows.next()) {
      cells.add(CsvCells.split(row.bytes(), row.from(), row.to(), ';'));
    }
    assertEquals(List.of(List.of("a", "b;\"\nc", ""), List.of("", ""), List.of("")), cells);
  }
}
