package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // plain
        "''         | '      '",
        "'Tom'      | 'Tom   '",
        "'Thomas'   | 'Thomas'",
        "'Thomasin' | 'Thoma…'",
        // two columns a character; an odd column that is left over becomes a space
        "'小明'      | '小明  '",
        "'小明你'    | '小明你'",
        "'小明你好'  | '小明… '",
        "'a小明你'   | 'a小明…'",
        "'abcde小'   | 'abcde…'",
        "'😀😀😀'    | '😀😀😀'",
        "'😀😀😀😀'  | '😀😀… '",
        "'✅⭐'       | '✅⭐  '",
        "'￥100'     | '￥100 '",
        "'안녕하'    | '안녕하'",
        "'ﾊﾛｰ'       | 'ﾊﾛｰ   '",
        // U+0301 is drawn upon the letter before it
        "'Rene\u0301'       | 'Rene\u0301  '",
        "'Thomase\u0301'    | 'Thoma…'",
        "'Thomae\u0301'     | 'Thomae\u0301'",
        "'abcde\u0301fgh'   | 'abcde\u0301…'",
        "'❤\uFE0F'         | '❤\uFE0F     '"
      })
  void aCellHasItsWidth(String text, String cell) {
    assertEquals(cell, TerminalText.cell(text, 6));
  }

  @ParameterizedTest
  @CsvSource({"a, a", "ab, …", "小, …", "'', ' '"})
  void theNarrowestCellIsOneColumn(String text, String cell) {
    assertEquals(cell, TerminalText.cell(text, 1));
  }

  /** The characters behind the names; every one is able to repaint or reorder a terminal. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x061C, 0x200B, 0x200D,
        0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2069,
        0xFEFF, 0xE0041, 0xD83D, 0xDE00, 0xFFFF
      })
  void whatCouldRepaintTheTerminalBecomesADot(int codePoint) {
    String text = "a" + Character.toString(codePoint) + "b";
    assertEquals("a·b", TerminalText.harmless(text));
    assertEquals("a·b  ", TerminalText.cell(text, 5));
  }

  @Test
  void anEscapeSequenceLosesItsForce() {
    assertEquals("·[31mred·[0m", TerminalText.harmless("\u001B[31mred\u001B[0m"));
    assertEquals("·]0;title·", TerminalText.harmless("\u001B]0;title\u0007"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain text", "Zsófi 🌻", "שלום", "{braces} <tags> %s", "小明 ﾊﾛｰ", "e\u0301"})
  void harmlessTextIsLeftAlone(String text) {
    assertEquals(text, TerminalText.harmless(text));
  }

  @Test
  void aLongTextIsCut() {
    String cell = TerminalText.cell("x".repeat(1_000_000), 28);
    assertEquals("x".repeat(27) + "…", cell);
    assertFalse(TerminalText.cell("\n".repeat(1_000), 28).contains("\n"));
  }
}
