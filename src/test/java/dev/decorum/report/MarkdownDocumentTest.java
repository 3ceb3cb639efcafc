package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownDocumentTest {

  @Test
  void aColumnThatIsEmptyFromTopToBottomIsLeftOut() {
    assertEquals(
        List.of("|  | rows |", "|---|--:|", "| old |  |", "| new | 7 |"),
        MarkdownDocument.lines(
            new Document()
                .table(
                    Tables.words(2, List.of("", "", "rows", "")),
                    List.of(List.of("old", "", "", ""), List.of("new", "", "7", "")))));
  }

  @Test
  void theFirstHeadingIsTheTitleAndTablesHaveARule() {
    assertEquals(
        """
        ## Verdict

        B is better.

        ### Versions

        |  | bot | rows |
        |---|---|--:|
        | old | Tom | 1,200 |
        | new | Tom | 7 |

        That is all.
        """,
        String.join(
                "\n",
                MarkdownDocument.lines(
                    new Document()
                        .heading("Verdict")
                        .paragraph("B is better.")
                        .heading("Versions")
                        .table(
                            Tables.words(2, List.of("", "bot", "rows")),
                            List.of(List.of("old", "Tom", "1,200"), List.of("new", "Tom", "7")))
                        .paragraph("That is all.")))
            + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "a|b;a\\|b",
        "*x* _y_;\\*x\\* \\_y\\_",
        "`x`;\\`x\\`",
        "<img src=x>;\\<img src=x\\>",
        "[a](http://x);\"\\[a\\](http&#58;//x)\"",
        "<http://x>;\"\\<http&#58;//x\\>\"",
        "see http://evil.example/a;\"see http&#58;//evil.example/a\"",
        "HTTPS://evil.example;\"HTTPS&#58;//evil.example\"",
        "www.evil.example;\"www&#46;evil.example\"",
        "(WWW.evil.example);\"(WWW&#46;evil.example)\"",
        "ftp://x;\"ftp&#58;//x\"",
        "![a](x);\\!\\[a\\](x)",
        "# x;\\# x",
        "~~x~~;\\~\\~x\\~\\~",
        "&lt b;\\&lt b",
        "{{x}};\\{\\{x\\}\\}",
        "ask @tom;\"ask @&#8203;tom\"",
        "plain text, 1.5 (2 to 3);plain text, 1.5 (2 to 3)",
      })
  void whatMarkdownWouldReadIsEscapedEverywhere(String text, String escaped) {
    assertEquals(
        List.of(
            "## " + escaped,
            "",
            escaped,
            "",
            "| " + escaped + " |",
            "|---|",
            "| " + escaped + " |"),
        MarkdownDocument.lines(
            new Document()
                .heading(text)
                .paragraph(text)
                .table(Tables.words(1, List.of(text)), List.of(List.of(text)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "# x;\\# x",
        "- x;\\- x",
        "+ x;\\+ x",
        "> x;\\> x",
        "1. x;1\\. x",
        "12) x;12\\) x",
        "\"  - x\";\\- x",
        "\"    code\";code",
        "--- ;\\---",
      })
  void aParagraphStaysOne(String text, String escaped) {
    assertEquals(List.of(escaped), MarkdownDocument.lines(new Document().paragraph(text)));
  }

  @Test
  void aBackslashCannotUndoAnEscape() {
    assertEquals(List.of("\\\\\\|"), MarkdownDocument.lines(new Document().paragraph("\\|")));
  }

  @Test
  void nothingBreaksALine() {
    for (String hostile :
        List.of("a\n\n# b", "a\r| b", "\u001b[2J", "\u202Ex", "\u2029", "\ud800")) {
      List<String> lines =
          MarkdownDocument.lines(
              new Document()
                  .heading(hostile)
                  .paragraph(hostile)
                  .table(Tables.words(1, List.of("h")), List.of(List.of(hostile))));
      assertEquals(7, lines.size());
      for (String line : lines) {
        assertTrue(line.equals(TerminalText.harmless(line)), line);
      }
    }
  }
}
