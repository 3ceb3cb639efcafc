package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MojibakeTest {

  private static String asLatin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String asWindows(String text) {
    String read =
        new String(text.getBytes(StandardCharsets.UTF_8), Charset.forName("windows-1252"));
    // Programs keep the five bytes that have no meaning; Java replaces them.
    StringBuilder kept = new StringBuilder(read);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (kept.charAt(i) == '\uFFFD') {
        kept.setCharAt(i, (char) (bytes[i] & 0xFF));
      }
    }
    return kept.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Gr\u00FC\u00DFe",
        "It\u2019s \u201Cfine\u201D \u2013 isn\u2019t it\u2026",
        "caf\u00E9",
        "\u00E0 la carte, s\u2019il vous pla\u00EEt",
        "\u00C9T\u00C9",
        "Stra\u00DFe",
        "25 \u00B0C",
        "\u00A9 Ada",
        "10\u00A0000",
        "\u0141\u00F3d\u017A, id\u0119, s\u0105d",
        "\u00C5 nej!",
        "\u041F\u0440\u0438\u0432\u0435\u0442",
        "\u03BA\u03B1\u03BB\u03B7\u03BC\u03AD\u03C1\u03B1",
        "\u05E9\u05DC\u05D5\u05DD",
        "\u0645\u0631\u062D\u0628\u0627",
        "\u4F60\u597D",
        "\u3053\u3093\u306B\u3061\u306F",
        "\uC548\uB155",
        "Hi \uD83D\uDE0A",
        "\uD83D\uDC4D\uD83C\uDFFD",
        "\u2192 \u2713",
        "\uFEFFHi"
      })
  void textsOfAllLanguagesComeBack(String text) {
    assertEquals(text, Mojibake.repair(asLatin1(text)));
    assertEquals(text, Mojibake.repair(asWindows(text)));
    assertSame(text, Mojibake.repair(text));
  }

  @ParameterizedTest
  @CsvSource({
    "Gr\u00C3\u00BC\u00C3\u009Fe, Gr\u00FC\u00DFe",
    "Gr\u00C3\u00BC\u00C3\u0178e, Gr\u00FC\u00DFe",
    "It\u00E2\u20AC\u2122s, It\u2019s",
    "\u00F0\u009F\u0098\u008A, \uD83D\uDE0A",
    "\u00C2\u00A31, \u00A31",
  })
  void knownExamplesComeBack(String broken, String meant) {
    assertEquals(meant, Mojibake.repair(broken));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Hello.",
        "Gr\u00FC\u00DFe",
        "\u00C3",
        "\u00E9",
        "na\u00EFve caf\u00E9",
        "\u00C3\u00BC and \u00FC",
        "\u00C3\u00BC and \u4F60",
        "\u201CCAF\u00C9\u2122\u201D",
        "CAF\u00C9\u2122",
        "BEYONC\u00C9\u2019S ALBUM",
        "BEYONC\u00C9\u2019s album",
        "OL\u00C9\u2026",
        "\u00C9\u2026",
        "Ele \u00E9\u2026 \u00C9\u2026",
        "MEN\u00DC\u201D",
        "AMANH\u00C3\u2026",
        "Spa\u00DF\u2026",
        "Spa\u00DF\u00AE",
        "caf\u00E9\u2026\u201D",
        "jusque-l\u00E0\u00A0\u00BB",
        "\u00C0\u0080",
        "\u00F5\u0080\u0080\u0080",
        "\u00E0\u0080\u0080",
        "\u00ED\u00A0\u0080",
        "\u00E2\u20AC",
        "a\u00F0\u0178"
      })
  void otherTextsStay(String text) {
    assertSame(text, Mojibake.repair(text));
  }

  @Test
  void onePlaceThatCannotBeMeantDecides() {
    assertEquals(
        "OL\u0245 gr\u00FCn",
        Mojibake.repair("OL\u00C9\u2026 gr\u00C3\u00BCn"),
        "the same encoding");
    assertEquals("SCH\u00D6N", Mojibake.repair("SCH\u00C3\u2013N"));
  }

  @Test
  void aTextIsRepairedOnce() {
    String once = asLatin1("\u00FC");
    assertEquals(once, Mojibake.repair(asLatin1(once)));
  }
}
