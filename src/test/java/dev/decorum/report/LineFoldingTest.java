package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFoldingTest {
  private static final String RED = "\033[31m";
  private static final String PLAIN = "\033[0m";

  @Test
  void aLineThatFitsStaysAsItIs() {
    assertEquals(List.of("  a  b "), LineFolding.fold("  a  b ", 7));
    assertEquals(List.of(""), LineFolding.fold("", 20));
  }

  @Test
  void itBreaksBetweenWordsAndGoesOnIndented() {
    assertEquals(
        List.of("decorum: the quick", "  brown fox jumps", "  over"),
        LineFolding.fold("decorum: the quick brown fox jumps over", 18));
  }

  @Test
  void aValueGoesOnBelowItself() {
    assertEquals(
        List.of("  speed       12 rows/s, 400", "              tokens on cpu"),
        LineFolding.fold("  speed       12 rows/s, 400 tokens on cpu", 28));
  }

  @Test
  void aWordThatFitsNowhereIsBroken() {
    assertEquals(
        List.of("to", "  /a/very/long/path", "  /to/a.csv"),
        LineFolding.fold("to /a/very/long/path/to/a.csv", 19));
  }

  @Test
  void aWordThatWouldGainNoRoomBelowIsBrokenWhereItIs() {
    assertEquals(
        List.of("  name    日日日日日日", "          日日日"), LineFolding.fold("  name    日日日日日日日日日", 22));
  }

  @Test
  void coloursAndLinksTakeNoColumn() {
    String link = "\033]8;;file:///a/rather/long/path\033\\x.html\033]8;;\033\\";
    assertEquals(12, LineFolding.width(RED + "WORSE" + PLAIN + " " + link));
    assertEquals(
        List.of("A is", RED + "WORSE" + PLAIN, link),
        LineFolding.fold("A is " + RED + "WORSE" + PLAIN + " " + link, 8));
  }

  @Test
  void aTabReachesToTheNextStop() {
    assertEquals(9, LineFolding.width("a\tb"));
    assertEquals(List.of("a\tb", "c"), LineFolding.fold("a\tb c", 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 39, 40, 100})
  void nothingIsWiderAndNothingIsLost(int width) {
    String text = "    名前  日本語 and   some words-that/go_on, e\u0301e\u0301 🌻🌻 " + "x".repeat(70);
    List<String> parts = LineFolding.fold(text, width);
    for (String part : parts) {
      assertTrue(LineFolding.width(part) <= Math.max(2, width), part);
    }
    assertEquals(text.replace(" ", ""), String.join("", parts).replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "conversation-0042, 9, conv…0042",
    "conversation-0042, 17, conversation-0042",
    "日本語日本語, 6, 日…語",
    "ab, 1, …"
  })
  void namesAreShortenedInTheMiddle(String name, int width, String expected) {
    assertEquals(expected, TerminalText.shortened(name, width));
  }
}
