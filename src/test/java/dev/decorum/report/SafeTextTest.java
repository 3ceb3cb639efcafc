package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  private static final String ENGLAND =
      new StringBuilder()
          .appendCodePoint(0x1F3F4)
          .appendCodePoint(0xE0067)
          .appendCodePoint(0xE007F)
          .toString();

  @Test
  void emojiAndScriptsStayAsTheyAre() {
    for (String text :
        new String[] {
          "\uD83D\uDC69\u200D\uD83D\uDE92",
          "\u2764\uFE0F",
          "\u0645\u06CC\u200C\u062E",
          ENGLAND,
          "<b>&"
        }) {
      assertEquals(text, SafeText.line(text));
    }
  }

  @Test
  void tagsHideNothingOutsideFlags() {
    String hidden = new StringBuilder("a").appendCodePoint(0xE0041).toString();
    assertEquals("a\u27E8U+E0041\u27E9", SafeText.line(hidden));
    assertEquals(ENGLAND + "a\u27E8U+E0041\u27E9", SafeText.line(ENGLAND + hidden));
  }

  @Test
  void halvesOfPairsAndNoncharactersAreNamed() {
    assertEquals(
        "\u27E8U+DC00\u27E9\u27E8U+D800\u27E9\u27E8U+FFFF\u27E9\u27E8U+1FFFE\u27E9",
        SafeText.line("\uDC00\uD800\uFFFF\uD83F\uDFFE"));
  }

  @Test
  void linesAreKeptOnlyWhereTheyMayBe() {
    assertEquals("a\u240Ab\u2409c", SafeText.line("a\nb\tc"));
    assertEquals("a\nb\tc\u240D", SafeText.lines("a\r\nb\tc\r"));
  }

  @Test
  void aBeginningCutsNoCharacterInTwo() {
    assertEquals("ab", SafeText.beginning("ab", 2));
    assertEquals("a\uD83D\uDE92\u2026", SafeText.beginning("a\uD83D\uDE92b", 2));
  }
}
