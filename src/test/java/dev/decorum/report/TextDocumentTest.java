package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDocumentTest {

  private static List<String> lines(Document document) {
    return TextDocument.lines(document);
  }

  @Test
  void headingsParagraphsAndTablesStandOneBelowTheOther() {
    Document document =
        new Document()
            .heading("Verdict")
            .paragraph("B is better.")
            .heading("Versions")
            .table(
                Tables.words(1, List.of("", "rows", "mean")),
                List.of(List.of("old", "1,200", "0.6"), List.of("the new one", "7", "0.65")))
            .paragraph("That is all.");
    assertEquals(
        """
        Verdict
          B is better.

        Versions
                        rows  mean
          old          1,200   0.6
          the new one      7  0.65
          That is all.
        """,
        String.join("\n", lines(document)) + "\n");
  }

  @Test
  void anEmptyDocumentHasNoLines() {
    assertEquals(List.of(), lines(new Document()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"word", "小明", "🌻", "e\u0301e\u0301"})
  void textIsWrappedAtAHundredColumnsHoweverWideItsCharacters(String word) {
    List<String> lines =
        lines(new Document().heading("T").paragraph((word + " ").repeat(120) + "end"));
    assertTrue(lines.size() > 3, "several lines");
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line.startsWith("  ") && !line.startsWith("   "), line);
      assertTrue(TerminalText.width(line) <= 100, TerminalText.width(line) + ": " + line);
    }
    for (String line : lines.subList(1, lines.size() - 1)) {
      assertTrue(
          TerminalText.width(line) + 1 + TerminalText.width(word) > 100, "no line breaks early");
    }
    assertEquals(
        (word + " ").repeat(120) + "end",
        String.join(" ", lines.subList(1, lines.size()).stream().map(String::strip).toList()));
  }

  @Test
  void aLineMayBeExactlyAHundredColumnsLong() {
    String half = "x".repeat(49);
    assertEquals(
        List.of("T", "  " + half + " " + "y".repeat(48), "  z"),
        lines(new Document().heading("T").paragraph(half + " " + "y".repeat(48) + " z")));
    assertEquals(
        List.of("T", "  " + half, "  " + "y".repeat(49)),
        lines(new Document().heading("T").paragraph(half + " " + "y".repeat(49))));
  }

  @Test
  void aLongTitleIsWrappedToo() {
    for (String line : lines(new Document().heading("a title ".repeat(30).strip()))) {
      assertTrue(line.length() <= 100, line);
      assertTrue(line.startsWith("a") || line.startsWith("title"), line);
    }
  }

  @Test
  void aWordThatFitsNowhereIsNotCut() {
    String word = "x".repeat(150);
    assertEquals(
        List.of("T", "  a", "  " + word, "  b"),
        lines(new Document().heading("T").paragraph("a " + word + " b")));
  }

  @Test
  void wideNamesAreAlignedAndLongOnesCut() {
    assertEquals(
        """
                                                          n
          小明                                            1
          xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…    2
          🌻                                            100
        """,
        String.join(
                "\n",
                lines(
                    new Document()
                        .table(
                            Tables.words(1, List.of("", "n")),
                            List.of(
                                List.of("小明", "1"),
                                List.of("x".repeat(60), "2"),
                                List.of("🌻", "100")))))
            + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2Jx",
        "a\nb",
        "a\r\nb",
        "\u202Egnp",
        "a\u200Bb",
        "\u2028",
        "\ud800",
        "\u0085",
        "\u0007"
      })
  void nothingCanSteerTheTerminalOrBreakALine(String hostile) {
    List<String> lines =
        lines(
            new Document()
                .heading(hostile)
                .paragraph(hostile)
                .table(
                    Tables.words(1, List.of(hostile, hostile)),
                    List.of(List.of(hostile, hostile))));
    assertEquals(4, lines.size());
    for (String line : lines) {
      assertEquals(TerminalText.harmless(line), line);
    }
  }
}
