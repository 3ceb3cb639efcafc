package dev.decorum.read.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCutterTest {
  private static final int LIMIT = 12;

  private static List<String> values(ByteWindow window, int limit) throws IOException {
    JsonCutter cutter = new JsonCutter(window, limit);
    List<String> values = new ArrayList<>();
    while (cutter.peekNonBlank() >= 0) {
      values.add(Cut.shown(cutter.value()).replace('"', '\''));
    }
    return values;
  }

  /** The values of a text, which are the same however its bytes come. */
  private static List<String> cut(String text) throws IOException {
    String json = text.replace('\'', '"');
    List<String> values = values(Cut.window(json), LIMIT);
    assertEquals(values, values(Cut.slowWindow(json), LIMIT));
    return values;
  }

  @Test
  void whatIsBlankHasNoValues() throws IOException {
    assertEquals(List.of(), cut(""));
    assertEquals(List.of(), cut(" \t\r\n \n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "-1.5e3", "null", "'a'", "''", "{}", "[]", "{'a':[1]}", "['}',']']"})
  void aValueEndsWhereItEnds(String value) throws IOException {
    assertEquals(List.of("1:1 " + value), cut(value));
    assertEquals(List.of("1:3 " + value, "2:1 {}"), cut("  " + value + "\n{}"));
  }

  @Test
  void bracketsAndQuotesWithinStringsEndNothing() throws IOException {
    assertEquals(List.of("1:1 {'a':'}\\'{'}", "1:14 1"), cut("{'a':'}\\'{'} 1"));
    assertEquals(List.of("1:1 ['\\\\']", "1:7 ['[']"), cut("['\\\\']['[']"));
  }

  /** Columns count characters, not bytes. */
  @Test
  void linesAndColumnsAreThoseOfAnEditor() throws IOException {
    assertEquals(
        List.of("1:1 ['é🙂']", "1:8 2", "3:2 [\n3]", "4:4 4"), cut("['é🙂'] 2\n\n [\n3] 4"));
  }

  @Test
  void aLostQuoteSpoilsNoMoreThanItsValue() throws IOException {
    assertEquals(List.of("1:1 {'a':'b}\n}", "2:3 {'c':1}"), cut("{'a':'b}\n} {'c':1}"));
  }

  @Test
  void aValueMayBeCutOff() throws IOException {
    assertEquals(List.of("1:1 {'a':[1"), cut("{'a':[1"));
    assertEquals(List.of("1:1 {'a':'\\"), cut("{'a':'\\"));
  }

  @Test
  void aValueMayBeAsLongAsTheLimit() throws IOException {
    assertEquals(List.of("1:1 ['12345678']", "1:13 1"), cut("['12345678']1"));
    assertEquals(List.of("! 1:0 the row is longer than 12 bytes", "1:14 1"), cut("['123456789']1"));
  }

  @Test
  void aLongerOneIsPassedOverWhateverIsInIt() throws IOException {
    String longer = "{'a':'" + "}]\\'".repeat(100) + "','b':[" + "{},".repeat(100) + "1]}";
    assertEquals(
        List.of("1:1 0", "! 2:0 the row is longer than 12 bytes", "3:1 1"),
        cut("0\n" + longer + "\n1"));
    assertEquals(List.of("! 1:0 the row is longer than 12 bytes"), cut(longer.substring(0, 200)));
  }

  @Test
  void valuesArePassedOverWithoutBeingHeld() throws IOException {
    JsonCutter cutter =
        new JsonCutter(Cut.window("[1,2]   {\"a\":\"" + "x".repeat(300_000) + "\"}\n 5"), LIMIT);
    cutter.skipValue();
    assertEquals('{', cutter.peekNonBlank());
    cutter.skipValue();
    assertEquals('5', cutter.peekNonBlank());
    assertEquals("2:2", cutter.line() + ":" + cutter.column());
    assertEquals("2:2 5", Cut.shown(cutter.value()));
    assertEquals(-1, cutter.peek());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "'name': 1, 1:1 'name'",
        "'', 1:1 ''",
        "'a\\'b':1, 1:1 'a\\'b'",
        "'a\\\\':1, 1:1 'a\\\\'",
        "'cut off, 1:1 'cut off"
      })
  void aStringIsCutOut(String text, String expected) throws IOException {
    JsonCutter cutter = new JsonCutter(Cut.window(text.replace('\'', '"')), LIMIT);
    assertEquals(expected, Cut.shown(cutter.string()).replace('"', '\''));
  }

  /** The window holds 128 KiB before it grows. */
  @Test
  void valuesAreCutWhereverTheBufferEnds() throws IOException {
    for (int length : new int[] {65_534, 65_535, 65_536, 131_069, 131_070, 131_071, 131_072}) {
      String text = "\"" + "x".repeat(length - 2) + "\"";
      assertEquals(
          List.of("1:1 ['" + text.substring(1, length - 1) + "']", "2:1 {}"),
          values(Cut.window("[" + text + "]\n{}"), 1 << 20));
    }
  }
}
