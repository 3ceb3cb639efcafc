package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
  private static final ScoreColumns PLAIN = new ScoreColumns(false, List.of());

  private static String written(ScoreColumns columns, ConversationScore... scores)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreFileWriter writer = new ScoreFileWriter(ScoreFormat.JSONL, out, columns)) {
      for (ConversationScore score : scores) {
        writer.write(score);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRowIsOneObjectOnOneLine() throws IOException {
    String numbers =
        "\"appropriate_probability\":0.818000000,\"baseline_delta_percent\":21.726190,"
            + "\"logit_inappropriate\":-0.25,\"logit_appropriate\":1.5E-7,\"tokens\":45,"
            + "\"tokens_dropped\":3,\"messages\":12,\"messages_used\":10,";
    assertEquals(
        "{\"id\":\"c1\",\"bot_name\":\"Tom\","
            + numbers
            + "\"flags\":[],"
            + "\"window_sha256\":\""
            + Scores.HASH
            + "\"}\n"
            + "{\"id\":\"c2\",\"bot_name\":\"Zsófi 🌻\","
            + numbers
            + "\"flags\":[\"empty\",\"truncated\"],"
            + "\"window_sha256\":\""
            + Scores.HASH
            + "\"}\n",
        written(
            PLAIN,
            Scores.of("c1", 0, "Tom", Map.of(), 0.818),
            Scores.of("c2", 0, "Zsófi 🌻", Map.of(), 0.818, Set.of(Flag.TRUNCATED, Flag.EMPTY))));
  }

  @Test
  void theCalibratedProbabilityStandsBehindTheRawOne() throws IOException {
    String row =
        written(
            new ScoreColumns(false, List.of(), RunReports.calibration()),
            Scores.of("c1", 0, "Tom", Map.of(), 0.818));
    assertTrue(
        row.contains(
            "\"appropriate_probability\":0.818000000,\"calibrated_probability\":0.500000075,"
                + "\"baseline_delta_percent\":21.726190,"),
        row);
  }

  @Test
  void keptLiteralsStayWhatTheyWereAndAbsentFieldsAreNull() throws IOException {
    Map<String, FieldValue> kept =
        Map.of(
            "number", FieldValue.literal("1.50"),
            "text", FieldValue.string("1.50"),
            "tags", FieldValue.literal("[\"a\",{\"b\":null}]"));
    String line =
        written(
            new ScoreColumns(true, List.of("number", "text", "tags", "absent")),
            Scores.of("c1", 7, "Tom", kept, 0.818));
    assertTrue(
        line.startsWith(
            "{\"id\":\"c1\",\"turn\":7,\"bot_name\":\"Tom\",\"number\":1.50,\"text\":\"1.50\","
                + "\"tags\":[\"a\",{\"b\":null}],\"absent\":null,\"appropriate_probability\":"),
        line);
  }

  @Test
  void whatIsReadBackIsWhatWasWritten() throws IOException {
    String id = "a\"b\\c\nd\te\u0000\u2028 =1 😀";
    ScoreColumns columns = new ScoreColumns(true, List.of("k\"ey"));
    String text =
        written(
            columns,
            Scores.of(id, 3, "\r", Map.of("k\"ey", FieldValue.string("{\"x\":1}")), 0.123456789));
    assertEquals(text.length() - 1, text.indexOf('\n'), "one line");
    JsonNode row = new ObjectMapper().readTree(text);
    List<String> names = new ArrayList<>();
    row.fieldNames().forEachRemaining(names::add);
    assertEquals(columns.names(), names);
    assertEquals(id, row.get("id").textValue());
    assertEquals(3, row.get("turn").intValue());
    assertEquals("\r", row.get("bot_name").textValue());
    assertEquals("{\"x\":1}", row.get("k\"ey").textValue());
    assertEquals(0.123456789, row.get("appropriate_probability").doubleValue());
    assertEquals(-0.25, row.get("logit_inappropriate").doubleValue());
    assertEquals(1.5e-7f, row.get("logit_appropriate").floatValue());
    assertEquals(Scores.HASH, row.get("window_sha256").textValue());
  }

  @Test
  void tinyProbabilitiesHaveNineDecimalsToo() throws IOException {
    assertTrue(
        written(PLAIN, Scores.of("c", 0, "Tom", Map.of(), 1e-7))
            .contains("\"appropriate_probability\":0.000000100,"));
    assertTrue(
        written(PLAIN, Scores.of("c", 0, "Tom", Map.of(), 0))
            .contains("\"appropriate_probability\":0.000000000,"));
  }

  /** JSON input may hold one in an id or a kept field, and such a row must not end the run. */
  @Test
  void halfASurrogatePairIsEscaped() throws IOException {
    Map<String, FieldValue> kept =
        Map.of(
            "text", FieldValue.string("\uD83D🌻"),
            "list", FieldValue.literal("[\"\uD83Dx\",\"🌻\",\"\uDE00\"]"));
    String text =
        written(
            new ScoreColumns(false, List.of("text", "list")),
            Scores.of("a\uD83Db", 0, "\uDE00", kept, 0.5),
            Scores.of("next", 0, "Tom", Map.of(), 0.5));
    List<String> lines = text.lines().toList();
    assertEquals(2, lines.size());
    assertFalse(text.contains("?"), text);
    assertTrue(text.contains(",\"🌻\","), text);
    JsonNode row = new ObjectMapper().readTree(lines.get(0));
    assertEquals("a\\ud83db", row.get("id").textValue());
    assertEquals("\\ude00", row.get("bot_name").textValue());
    assertEquals("\\ud83d🌻", row.get("text").textValue());
    assertEquals("\uD83Dx", row.at("/list/0").textValue());
    assertEquals("🌻", row.at("/list/1").textValue());
    assertEquals("\uDE00", row.at("/list/2").textValue());
  }

  @Test
  void flushingShowsWhatWasWritten() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreFileWriter writer = new ScoreFileWriter(ScoreFormat.JSONL, out, PLAIN)) {
      writer.write(Scores.of("c1", 0, "Tom", Map.of(), 0.5));
      writer.flush();
      assertTrue(out.toString(StandardCharsets.UTF_8).endsWith("\"}\n"));
    }
  }
}
