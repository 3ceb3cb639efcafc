package dev.decorum.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.LabelWords;
import dev.decorum.read.parquet.ParquetRecords;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetOutputTest {

  @TempDir Path folder;

  private static void write(ScoreWriter writer, List<ConversationScore> scores) throws IOException {
    try (writer) {
      for (ConversationScore score : scores) {
        writer.write(score);
      }
      writer.finish();
    }
  }

  private static byte[] written(ScoreColumns columns, List<ConversationScore> scores)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(new ScoreFileWriter(ScoreFormat.PARQUET, out, columns), scores);
    return out.toByteArray();
  }

  private List<String> rows(byte[] parquet) throws Exception {
    List<String> rows = new ArrayList<>();
    Path file = Files.write(folder.resolve("scores.parquet"), parquet);
    try (ParquetRecords records = ParquetRecords.open(file, "s", column -> true, 1 << 20)) {
      for (byte[] row = records.next(); row != null; row = records.next()) {
        rows.add(new String(row, UTF_8));
      }
    }
    return rows;
  }

  @Test
  void theColumnsAreThoseOfCsvWithTypes() throws Exception {
    ScoreColumns columns =
        new ScoreColumns(true, List.of("tags", "plan", "none"), RunReports.calibration());
    Map<String, FieldValue> kept =
        Map.of(
            "plan", FieldValue.string("=pro"),
            "tags", FieldValue.literal("[\"a\",1]"),
            "none", FieldValue.literal("null"));
    assertEquals(
        List.of(
            "{\"id\":\"-c1\",\"turn\":2,\"bot_name\":null,\"tags\":\"[\\\"a\\\",1]\",\"plan\":\"=pro\","
                + "\"none\":null,\"appropriate_probability\":0.818,"
                + "\"calibrated_probability\":0.500000075,\"baseline_delta_percent\":21.72619,"
                + "\"logit_inappropriate\":-0.25,\"logit_appropriate\":1.5e-07,\"tokens\":45,"
                + "\"tokens_dropped\":3,\"messages\":12,\"messages_used\":10,\"flags\":null,"
                + "\"window_sha256\":\""
                + Scores.HASH
                + "\"}"),
        rows(written(columns, List.of(Scores.of("-c1", 2, "", kept, 0.818)))));
    assertTrue(
        rows(written(
                columns,
                List.of(
                    Scores.of(
                        "c",
                        1,
                        "Zsófi 🌻",
                        Map.of(),
                        0.818,
                        Set.of(Flag.LONE_SURROGATE, Flag.TRUNCATED)))))
            .get(0)
            .contains("\"Zsófi 🌻\",\"tags\":null,\"plan\":null"));
  }

  @Test
  void aFileWithoutRowsHasItsColumns() throws Exception {
    byte[] parquet = written(new ScoreColumns(false, List.of()), List.of());
    assertEquals(List.of(), rows(parquet));
    try (ParquetRecords records =
        ParquetRecords.open(folder.resolve("scores.parquet"), "s", column -> true, 1 << 20)) {
      assertEquals(new ScoreColumns(false, List.of()).names(), records.topLevelNames());
    }
  }

  /** Scores whose texts take so much room that there are several row groups. */
  private static List<ConversationScore> large() {
    Random random = new Random(5);
    List<ConversationScore> scores = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      byte[] noise = new byte[10_000];
      random.nextBytes(noise);
      String text = i % 3 == 0 ? "" : Base64.getEncoder().encodeToString(noise);
      scores.add(
          Scores.of(
              "c" + i, 0, "Tom", Map.of("note", FieldValue.string(text)), random.nextDouble()));
    }
    return scores;
  }

  @Test
  void manyRowsBecomeSeveralGroupsAndTheSameBytes() throws Exception {
    ScoreColumns columns = new ScoreColumns(false, List.of("note"));
    List<ConversationScore> scores = large();
    byte[] first = written(columns, scores);
    assertArrayEquals(first, written(columns, scores));
    List<String> rows = rows(first);
    assertEquals(3_000, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      FieldValue note = scores.get(i).context().fields().get("note");
      assertTrue(rows.get(i).startsWith("{\"id\":\"c" + i + "\","), rows.get(i));
      assertTrue(
          (note == null || note.text().isEmpty())
              ? rows.get(i).contains("\"note\":null")
              : rows.get(i).contains(note.text()));
    }
  }

  @Test
  void nothingIsAFileBeforeItIsFinished() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreFileWriter writer =
        new ScoreFileWriter(ScoreFormat.PARQUET, out, new ScoreColumns(false, List.of()))) {
      writer.write(Scores.of("c", 0, "Tom", Map.of(), 0.5));
      writer.flush();
      assertEquals("PAR1", out.toString(UTF_8));
      writer.finish();
      int size = out.size();
      writer.finish();
      assertEquals(size, out.size());
    }
  }

  private static List<ScoreFileReader.Result> readBack(
      String name, @Nullable Path file, InputStream in) throws IOException {
    List<ScoreFileReader.Result> results = new ArrayList<>();
    try (ScoreFileReader reader =
        ScoreFileReader.open(
            name, file, in, List.of("note", "flags", "turn", "id"), null, LabelWords.standard())) {
      for (Optional<ScoreFileReader.Result> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        results.add(next.get());
      }
    }
    return results;
  }

  @Test
  void rowsAreReadBackAsThoseOfCsv() throws IOException {
    ScoreColumns columns = new ScoreColumns(true, List.of("note", "label"));
    List<ConversationScore> scores = new ArrayList<>();
    List<String> notes = List.of("", "=1+1", "'=1", "two\nlines", "a;b", " x ", "0.50");
    for (int i = 0; i < 200; i++) {
      scores.add(
          Scores.of(
              (i % 5 == 0 ? "-" : "c") + i,
              1 + i % 2,
              "Tom",
              Map.of(
                  "note",
                  FieldValue.string(notes.get(i % notes.size())),
                  "label",
                  FieldValue.literal(Integer.toString(i % 2))),
              1 / (1 + Math.exp(-0.25 - 1.5e-7)),
              i % 3 == 0 ? Set.of(Flag.TRUNCATED, Flag.LONE_SURROGATE) : Set.of()));
    }
    Path csv = folder.resolve("scores.csv");
    try (var out = Files.newOutputStream(csv)) {
      write(new ScoreFileWriter(ScoreFormat.CSV, out, columns), scores);
    }
    Path parquet = Files.write(folder.resolve("scores.parquet"), written(columns, scores));
    List<List<ScoreFileReader.Result>> both = new ArrayList<>();
    for (Path file : List.of(csv, parquet)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        assertTrue(ScoreFileReader.isScoreFile(file, in));
        both.add(readBack("s", file, in));
      }
    }
    assertEquals(200, both.get(0).size());
    assertEquals(both.get(0), both.get(1));
  }

  @Test
  void aPipeIsRefused() throws IOException {
    byte[] parquet = written(new ScoreColumns(false, List.of()), List.of());
    InputStream in = new ByteArrayInputStream(parquet);
    assertFalse(ScoreFileReader.isScoreFile(null, in));
    assertEquals(
        "-: this is Parquet, which is read from its end; give it as a file, not through a pipe",
        assertThrows(InputException.class, () -> readBack("-", null, in)).getMessage());
  }
}
