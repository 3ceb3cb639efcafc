package dev.decorum.read.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineRowsTest {
  private static final int LIMIT = 10;
  private static final String TOO_LONG = "the row is longer than 10 bytes";

  /** The rows of a text, which are the same however its bytes come. */
  private static List<String> cut(String text) throws IOException {
    List<String> rows = Cut.all(new LineRows(Cut.window(text), LIMIT));
    assertEquals(rows, Cut.all(new LineRows(Cut.slowWindow(text), LIMIT)));
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n\n", " \t\r\n", "   "})
  void whatIsBlankHasNoRows(String text) throws IOException {
    assertEquals(List.of(), cut(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "one\n", "one\r\n", "one \t\r\n", "one\n\n"})
  void oneLineIsOneRow(String text) throws IOException {
    assertEquals(List.of("1:1 one"), cut(text));
  }

  @Test
  void blankLinesAreCountedAndWhatStandsBeforeARowIsKept() throws IOException {
    assertEquals(List.of("1:1 a", "4:1   b", "5:1 é🙂"), cut("a\n\n \r\n  b\né🙂")); // of 6 bytes
  }

  @Test
  void aRowMayBeAsLongAsTheLimit() throws IOException {
    assertEquals(List.of("1:1 0123456789", "2:1 0123456789"), cut("0123456789\n0123456789"));
    assertEquals(List.of("1:1 0123456é"), cut("0123456é\n").subList(0, 1));
  }

  @Test
  void aLongerOneIsLeftOutAndTheNextIsRead() throws IOException {
    assertEquals(List.of("1:1 a", "! 2:0 " + TOO_LONG, "3:1 b"), cut("a\n0123456789x\nb\n"));
    assertEquals(List.of("! 1:0 " + TOO_LONG), cut("0123456789x"));
    // White space counts until the end of the line has been found.
    assertEquals(List.of("! 1:0 " + TOO_LONG, "2:1 b"), cut("0123456789\r\nb"));
  }

  /** The window holds 128 KiB before it grows. */
  @Test
  void rowsAreCutWhereverTheBufferEnds() throws IOException {
    for (int length : new int[] {65_535, 65_536, 65_537, 131_071, 131_072, 131_073}) {
      String first = "x".repeat(length);
      assertEquals(
          List.of("1:1 " + first, "2:1 y", "3:1 " + first),
          Cut.all(new LineRows(Cut.window(first + "\ny\n" + first), 1 << 20)));
      assertEquals(
          List.of("! 1:0 " + TOO_LONG, "2:1 y"),
          Cut.all(new LineRows(Cut.window(first + "\ny"), LIMIT)));
    }
  }
}
