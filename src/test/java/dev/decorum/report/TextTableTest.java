package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final Document TABLE =
      new Document()
          .table(
              Tables.words(1, List.of("version", "rows", "mean score")),
              List.of(
                  List.of("v1-of-a-long-name-2026-01", "1,200", "0.61 (0.58 to 0.64)"),
                  List.of("v2", "7", "")));

  private static String text(int columns) {
    return String.join("\n", TextDocument.lines(TABLE, new LineLayout(columns, false))) + "\n";
  }

  @Test
  void withRoomItIsAsInAFile() {
    assertEquals(String.join("\n", TextDocument.lines(TABLE)) + "\n", text(80));
  }

  @Test
  void namesAreShortenedFirst() {
    assertEquals(
        """
          version              rows           mean score
          v1-of-a-l…-2026-01  1,200  0.61 (0.58 to 0.64)
          v2                      7
        """,
        text(48));
  }

  @Test
  void thenRowsBecomeLists() {
    assertEquals(
        """
          v1-of-a-long-name-2026-01
            rows        1,200
            mean score  0.61 (0.58 to
                        0.64)
          v2
            rows        7
        """,
        text(32));
  }

  @Test
  void aVerdictIsColouredWhereThereAreColours() {
    Document document = new Document().verdict("BETTER is ", "BETTER", ".", Document.Tone.GOOD);
    assertEquals(
        List.of("BETTER is \033[32mBETTER\033[0m."),
        TextDocument.lines(document, new LineLayout(80, true)));
    assertEquals(
        List.of("BETTER is BETTER."), TextDocument.lines(document, new LineLayout(80, false)));
  }

  @Test
  void coloursInNamesAreNotOurs() {
    Document document =
        new Document().verdict("\033[32mA is ", "WORSE", ".\033[0m", Document.Tone.BAD);
    assertEquals(
        List.of("·[32mA is \033[31mWORSE\033[0m.·[0m"),
        TextDocument.lines(document, new LineLayout(80, true)));
  }
}
