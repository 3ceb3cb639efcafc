package dev.decorum.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.infer.TestLibraries;
import dev.decorum.model.Checkpoints;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The values of tables against a score file that the command line wrote. */
class ScoreSchemaTest {
  private static final Path EXAMPLE = Path.of("examples/judge-the-judge/rated.jsonl");

  /**
   * Made by {@code decorum score examples/judge-the-judge/rated.jsonl --keep user_id --turns bot -m
   * src/test/resources/checkpoints/base -o src/test/resources/api/rated-scores.csv}.
   */
  private static final Path SCORES = Path.of("src/test/resources/api/rated-scores.csv");

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  private static List<CSVRecord> written() throws IOException {
    try (Reader reader = Files.newBufferedReader(SCORES);
        CSVParser parser =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
      return parser.getRecords();
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  @Test
  void valuesAreThoseOfAScoreFile() throws IOException {
    JudgeOptions options = JudgeOptions.defaults().withDevice("cpu").withTurns("bot");
    ReadOptions read = ReadOptions.defaults().withKeep(List.of("user_id"));
    try (Judge judge = Judge.open(Checkpoints.folder("base"), options);
        ChatFiles chats = ChatFiles.open(List.of(EXAMPLE.toString()), read)) {
      ScoreSchema schema = judge.schema(read.keep());
      List<CSVRecord> written = written();
      List<String> names = new ArrayList<>(schema.types().keySet());
      assertEquals(written.get(0).getParser().getHeaderNames(), names);
      int row = 0;
      for (var judgements = judge.score(chats); judgements.hasNext(); row++) {
        List<@Nullable Object> values = schema.values((Score) judgements.next());
        for (int i = 0; i < names.size(); i++) {
          String expected = written.get(row).get(i);
          Object value = values.get(i);
          if (value != null) {
            assertEquals(schema.types().get(names.get(i)), value.getClass(), names.get(i));
          }
          if (value instanceof Double || value instanceof Float) {
            assertEquals(Double.parseDouble(expected), ((Number) value).doubleValue(), 2e-5);
          } else {
            assertEquals(expected, text(value), names.get(i));
          }
        }
      }
      assertEquals(written.size(), row);
    }
  }

  @Test
  void aFieldWithTheNameOfAColumnIsNotKept() {
    assertThrows(
        IllegalArgumentException.class, () -> new ScoreSchema(false, List.of("tokens"), false));
  }
}
