package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.conversation.Flag;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunReports;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreWriter;
import dev.decorum.score.Scores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableScoreWriterTest {

  private static String written(boolean withTurn, ConversationScore... scores) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreWriter writer =
        TableScoreWriter.ofAll(out, new ScoreColumns(withTurn, List.of()), LineLayout.FILE)) {
      for (ConversationScore score : scores) {
        writer.write(score);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rowsStandInColumns() throws IOException {
    assertEquals(
        """
        id                            bot              appropriate     delta  tokens  flags
        c1                            Tom                    0.818    +21.7%      45
        c2                            Zsófi 🌻               0.554    -17.6%      45  empty truncated
        a-conversation-id-of-more-t…  小明                   1.000    +48.8%      45
        """,
        written(
            false,
            Scores.of("c1", 0, "Tom", Map.of(), 0.818),
            Scores.of("c2", 0, "Zsófi 🌻", Map.of(), 0.554, Set.of(Flag.TRUNCATED, Flag.EMPTY)),
            Scores.of("a-conversation-id-of-more-than-28", 0, "小明", Map.of(), 1)));
  }

  @Test
  void theCalibratedProbabilityStandsBehindTheRawOne() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreWriter writer =
        TableScoreWriter.ofAll(
            out, new ScoreColumns(false, List.of(), RunReports.calibration()), LineLayout.FILE)) {
      writer.write(Scores.of("c1", 0, "Tom", Map.of(), 0.818));
    }
    assertEquals(
        """
        id                            bot              appropriate  calibrated     delta  tokens  flags
        c1                            Tom                    0.818       0.500    +21.7%      45
        """,
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void turnsStandBehindTheId() throws IOException {
    assertEquals(
        """
        id                            turn  bot              appropriate     delta  tokens  flags
        c1                               2  Tom                    0.818    +21.7%      45
        c1                            1234  Tom                    0.000   -100.0%      45
        """,
        written(
            true,
            Scores.of("c1", 2, "Tom", Map.of(), 0.818),
            Scores.of("c1", 1234, "Tom", Map.of(), 0)));
  }

  @Test
  void aRowIsOneLineWhateverItsNamesHold() throws IOException {
    assertEquals(
        """
        id                            bot              appropriate     delta  tokens  flags
        a·b                           ·[2JTom                0.818    +21.7%      45
        """,
        written(false, Scores.of("a\nb", 0, "\u001B[2JTom", Map.of(), 0.818)));
  }

  @Test
  void aTableWithoutRowsHasNoHeader() throws IOException {
    assertEquals("", written(false));
  }

  private static String ends(int rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreWriter writer =
        TableScoreWriter.ofEnds(
            out, new ScoreColumns(false, List.of()), new LineLayout(100, false))) {
      for (int row = 1; row <= rows; row++) {
        writer.write(Scores.of("c" + row, 0, "Tom", Map.of(), 0.5));
      }
      writer.finish();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLongTableShowsItsEndsAndSaysHowManyRowsAreBetween() throws IOException {
    List<String> lines = ends(1_234).lines().toList();
    assertEquals(1 + 40 + 1 + 10, lines.size());
    assertEquals(
        "… 1,184 further rows; -o scores.csv keeps all, --output-format table shows all …",
        lines.get(41));
    assertEquals("c40", lines.get(40).substring(0, 3));
    assertEquals("c1225", lines.get(42).substring(0, 5));
    assertEquals("c1234", lines.get(51).substring(0, 5));
  }

  @Test
  void aTableThatIsHardlyLongerIsWhole() throws IOException {
    assertEquals(1 + 50, ends(50).lines().count());
    assertEquals(0, ends(0).lines().count());
  }

  @Test
  void aNarrowTerminalGetsFewerColumnsAndIsToldSo() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreWriter writer =
        TableScoreWriter.ofAll(
            out, new ScoreColumns(false, List.of()), new LineLayout(50, false))) {
      writer.write(Scores.of("a-conversation-with-a-long-id", 0, "Tom", Map.of(), 0.5));
      writer.finish();
    }
    assertEquals(
        """
        id                          appropriate  flags
        a-conversatio…ith-a-long-id       0.500
        No room for: bot, delta, tokens; -o scores.csv has all columns.
        """,
        out.toString(StandardCharsets.UTF_8));
  }
}
