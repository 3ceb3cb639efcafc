package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvOutputTest {
  private static final String AFTER_KEPT =
      "appropriate_probability,baseline_delta_percent,logit_inappropriate,logit_appropriate,"
          + "tokens,tokens_dropped,messages,messages_used,flags,window_sha256\n";

  /** 0.818 is 21.726190...% above 0.672. */
  private static final String NUMBERS = "0.818000000,21.726190,-0.25,1.5E-7,45,3,12,10,";

  private static String written(ScoreColumns columns, ConversationScore... scores)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreFileWriter writer = new ScoreFileWriter(ScoreFormat.CSV, out, columns)) {
      for (ConversationScore score : scores) {
        writer.write(score);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aFileIsAHeaderAndOneLineARow() throws IOException {
    assertEquals(
        "id,bot_name,"
            + AFTER_KEPT
            + "c1,Tom,"
            + NUMBERS
            + ","
            + Scores.HASH
            + "\n"
            + "c2,Zsófi 🌻,"
            + NUMBERS
            + "truncated;lone-surrogate,"
            + Scores.HASH
            + "\n",
        written(
            new ScoreColumns(false, List.of()),
            Scores.of("c1", 0, "Tom", Map.of(), 0.818),
            Scores.of(
                "c2",
                0,
                "Zsófi 🌻",
                Map.of(),
                0.818,
                Set.of(Flag.LONE_SURROGATE, Flag.TRUNCATED))));
  }

  @Test
  void theCalibratedProbabilityStandsBehindTheRawOne() throws IOException {
    // The logits differ by 0.25 and a trifle: 1 / (1 + e^-3e-7) is 0.500000075.
    assertEquals(
        "id,bot_name,"
            + AFTER_KEPT.replace("probability,", "probability,calibrated_probability,")
            + "c1,Tom,"
            + NUMBERS.replace("0.818000000,", "0.818000000,0.500000075,")
            + ","
            + Scores.HASH
            + "\n",
        written(
            new ScoreColumns(false, List.of(), RunReports.calibration()),
            Scores.of("c1", 0, "Tom", Map.of(), 0.818)));
  }

  @Test
  void aFileWithoutRowsHasAHeader() throws IOException {
    assertEquals("id,turn,bot_name," + AFTER_KEPT, written(new ScoreColumns(true, List.of())));
  }

  @Test
  void keptFieldsHaveTheirTextAndThoseWithoutAValueAreEmpty() throws IOException {
    Map<String, FieldValue> kept =
        Map.of(
            "plan", FieldValue.string("pro"),
            "tags", FieldValue.literal("[\"a\",1]"),
            "none", FieldValue.literal("null"));
    assertEquals(
        "id,turn,bot_name,tags,absent,plan,none,"
            + AFTER_KEPT
            + "c1,2,Tom,\"[\"\"a\"\",1]\",,pro,,"
            + NUMBERS
            + ","
            + Scores.HASH
            + "\n",
        written(
            new ScoreColumns(true, List.of("tags", "absent", "plan", "none")),
            Scores.of("c1", 2, "Tom", kept, 0.818)));
  }

  @Test
  void separatorsQuotesAndLineEndsAreQuoted() throws IOException {
    assertEquals(
        "id,bot_name,"
            + AFTER_KEPT
            + "\"line\nbreak\",\"Tom, \"\"the\"\" bot\","
            + NUMBERS
            + ","
            + Scores.HASH
            + "\n",
        written(
            new ScoreColumns(false, List.of()),
            Scores.of("line\nbreak", 0, "Tom, \"the\" bot", Map.of(), 0.818)));
  }

  @Test
  void idsBotNamesKeptFieldsAndTheirNamesAreNeutralised() throws IOException {
    assertEquals(
        "id,bot_name,'@field,"
            + AFTER_KEPT
            + "'=1+1,'-Tom,'+SUM(A1),"
            + NUMBERS
            + ","
            + Scores.HASH
            + "\n",
        written(
            new ScoreColumns(false, List.of("@field")),
            Scores.of("=1+1", 0, "-Tom", Map.of("@field", FieldValue.string("+SUM(A1)")), 0.818)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "-",
        "+",
        "--1",
        "-1a",
        "+1.2.3",
        "-1e",
        "-Infinity",
        "-٣",
        "=1",
        "'=1"
      })
  void whatASpreadsheetWouldCalculateGetsAnApostrophe(String cell) {
    assertEquals("'" + cell, CsvText.neutralised(cell));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a=1",
        " =1",
        "'a",
        "1",
        "-1",
        "+1",
        "-1.5",
        "-1.",
        "+.5",
        "-1e9",
        "+1.5E-10",
        "1-1",
        "user@example.org"
      })
  void numbersAndPlainTextAreLeftAlone(String cell) {
    assertEquals(cell, CsvText.neutralised(cell));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.000000000, -100.000000", "1, 1.000000000, 48.809524"})
  void extremeProbabilitiesAreWrittenPlainly(double probability, String shown, String delta)
      throws IOException {
    String line =
        written(
                new ScoreColumns(false, List.of()),
                Scores.of("c1", 0, "Tom", Map.of(), probability))
            .split("\n", -1)[1];
    assertEquals(
        "c1,Tom," + shown + "," + delta + ",-0.25,1.5E-7,45,3,12,10,," + Scores.HASH, line);
  }

  @Test
  void flushingShowsWhatWasWritten() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreFileWriter writer =
        new ScoreFileWriter(ScoreFormat.CSV, out, new ScoreColumns(false, List.of()))) {
      writer.flush();
      assertEquals("id,bot_name," + AFTER_KEPT, out.toString(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "'=1", "''=1", "'-5", "-5", "'", "''", "'a", "@x", "''@x"})
  void differentCellsStayDifferentAndComeBack(String cell) {
    assertEquals(cell, CsvText.original(CsvText.neutralised(cell)));
  }
}
