package dev.decorum.score;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.read.Shard;
import dev.decorum.read.bytes.InputException;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreMergerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER = "id,appropriate_probability\n";
  private static final MergeOptions ANY = new MergeOptions(true, true, true);
  private static final MergeOptions NO_MANIFESTS = new MergeOptions(false, true, false);
  private static final ScoreColumns COLUMNS = new ScoreColumns(true, List.of("note"));

  @TempDir Path folder;

  private ScorePart part(String name, byte[] bytes, @Nullable RunManifest run) throws IOException {
    return new ScorePart(name, Files.write(folder.resolve(name), bytes), run);
  }

  private ScorePart part(String name, String text) throws IOException {
    return part(name, text.getBytes(UTF_8), null);
  }

  /** A manifest of so many rows of an input of its own. */
  private static RunManifest run(String input, int scored, @Nullable String shard) {
    RunManifest known =
        RunReports.manifest(10, null, new RunManifest.CountsEntry(scored, scored, 0, 9, 0, 0));
    return RunReports.of(known, List.of(new RunManifest.InputEntry(input, 7, input)), shard);
  }

  private String merged(MergeOptions options, ScoreFormat format, ScorePart... parts)
      throws IOException {
    Path output = folder.resolve("merged");
    long rows =
        new ScoreMerger(MergePlan.of(List.of(parts), options), options, format).merge(output);
    String text = text(format, Files.readAllBytes(output));
    Files.delete(output);
    if (format == ScoreFormat.JSONL) {
      assertEquals(text.lines().count(), rows);
    }
    return text;
  }

  /** Files of any form, to be compared. */
  private static String text(ScoreFormat format, byte[] bytes) {
    return new String(bytes, format == ScoreFormat.PARQUET ? ISO_8859_1 : UTF_8);
  }

  private String refusal(MergeOptions options, ScoreFormat format, ScorePart... parts)
      throws IOException {
    InputException thrown =
        assertThrows(InputException.class, () -> merged(options, format, parts));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(),
          files.filter(file -> file.getFileName().toString().startsWith("merged")).toList(),
          "nothing is left of a merge that is refused");
    }
    return String.valueOf(thrown.getMessage());
  }

  /** Scores with everything that may be in a row. */
  private static List<ConversationScore> scores(int count) {
    Random random = new Random(11);
    Scorer scorer = new Scorer(0.672, Scale.PROBABILITY);
    List<String> notes = List.of("", "a,\"b\"", "two\nlines", "=1+1", "'é", "two\r\nlines");
    List<ConversationScore> scores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float inappropriate = (float) random.nextGaussian();
      float appropriate = (float) (3 * random.nextGaussian());
      double probability = Scale.probability(inappropriate, appropriate);
      Set<Flag> flags = EnumSet.noneOf(Flag.class);
      if (i % 3 == 0) {
        flags.add(Flag.TRUNCATED);
      }
      if (i % 5 == 0) {
        flags.add(Flag.MESSAGES_OMITTED);
      }
      scores.add(
          new ConversationScore(
              new SampleId(i, "c" + i / 2, 1 + i % 2),
              new RowContext(
                  new Location("in.jsonl", 1, 0),
                  "Tom",
                  null,
                  Map.of("note", FieldValue.string(notes.get(i % notes.size())))),
              probability,
              scorer.deltaPercent(probability),
              inappropriate,
              appropriate,
              5,
              0,
              2,
              2,
              flags,
              Scores.HASH,
              Scale.PROBABILITY));
    }
    return scores;
  }

  private static byte[] written(ScoreFormat format, List<ConversationScore> scores)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreWriter writer = new ScoreFileWriter(format, out, COLUMNS)) {
      for (ConversationScore score : scores) {
        writer.write(score);
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  private static ScoreSummary summary(List<ConversationScore> scores) {
    ScoreStatistics statistics = new ScoreStatistics(new Scorer(0.672, Scale.PROBABILITY));
    scores.forEach(statistics::add);
    return statistics.summary();
  }

  @ParameterizedTest
  @EnumSource(ScoreFormat.class)
  void shardsMakeTheFileAndTheSummaryOfTheWhole(ScoreFormat format) throws IOException {
    List<ConversationScore> scores = scores(400);
    ScorePart[] parts = new ScorePart[4];
    List<ConversationScore> inOrder = new ArrayList<>();
    for (int i = 3; i >= 0; i--) {
      Shard shard = new Shard(i + 1, 4);
      List<ConversationScore> own =
          scores.stream().filter(score -> shard.holds(score.id().conversationId())).toList();
      inOrder.addAll(0, own);
      parts[3 - i] =
          part(i + ".scores", written(format, own), run("in", own.size(), shard.toString()));
    }
    String merged = merged(MergeOptions.strict(), format, parts);
    assertEquals(text(format, written(format, inOrder)), merged, "byte for byte");

    JsonNode report = JSON.readTree(folder.resolve("merged.manifest.json").toFile());
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    new RunReport(run("in", 400, null), summary(scores)).write(expected);
    ObjectNode whole = (ObjectNode) JSON.readTree(expected.toByteArray()).get("scores");
    ObjectNode again = (ObjectNode) report.get("scores");
    for (String mean : List.of("mean", "mean_delta_percent")) {
      // Sums of the same numbers in another order.
      assertEquals(whole.remove(mean).doubleValue(), again.remove(mean).doubleValue(), 1e-12, mean);
    }
    assertEquals(whole, again);
    assertEquals(400, report.at("/run/counts/scored").intValue());
    assertTrue(report.at("/run/shard").isNull());
  }

  @ParameterizedTest
  @CsvSource({
    "CSV,PARQUET",
    "JSONL,PARQUET",
    "PARQUET,CSV",
    "PARQUET,JSONL",
  })
  void parquetBecomesAnyFormAndAnyFormIt(ScoreFormat from, ScoreFormat to) throws IOException {
    List<ConversationScore> scores = scores(100);
    String merged =
        merged(
            MergeOptions.strict(),
            to,
            part("a", written(from, scores.subList(0, 50)), run("a", 50, null)),
            part("b", written(from, scores.subList(50, 100)), run("b", 50, null)));
    // Parquet and CSV make no difference between no text and an empty one.
    String expected = text(to, written(to, scores)).replace("\"note\":\"\"", "\"note\":null");
    assertEquals(expected, merged);
  }

  /** A row of some columns. */
  private static byte[] parquet(List<String> names, String... cells) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<FileColumn> columns = names.stream().map(name -> FileColumn.named(name, names)).toList();
    try (RowOutput out = new ParquetOutput(bytes, columns)) {
      out.begin();
      for (int i = 0; i < cells.length; i++) {
        columns.get(i).copy(cells[i], out);
      }
      out.end();
      out.finish();
    }
    return bytes.toByteArray();
  }

  @Test
  void rowsOfAClusterKeepTheirOrderBesideThoseOfOthers() throws IOException {
    Files.createDirectory(folder.resolve("lake"));
    Files.writeString(folder.resolve("lake/_SUCCESS"), "");
    Files.writeString(folder.resolve("lake.manifest.json"), "{}");
    ScorePart lake =
        part(
            "lake/part-0.parquet",
            parquet(List.of("id", "appropriate_probability", "input_order"), "x", "0.5", "7"),
            null);
    ScorePart other =
        part("other", parquet(List.of("id", "appropriate_probability"), "y", "0.25"), null);
    String header = "id,appropriate_probability,input_order\n";
    String first = "x,0.500000000,7\n";
    String second = "y,0.250000000,\n";
    assertEquals(header + first + second, merged(NO_MANIFESTS, ScoreFormat.CSV, lake, other));
    assertEquals(header + second + first, merged(NO_MANIFESTS, ScoreFormat.CSV, other, lake));
  }

  @Test
  void filesOfTwoFormsAreRefused() throws IOException {
    List<ConversationScore> scores = scores(4);
    ScorePart csv = part("a", written(ScoreFormat.CSV, scores.subList(0, 2)), null);
    ScorePart parquet = part("b", written(ScoreFormat.PARQUET, scores.subList(2, 4)), null);
    for (ScoreFormat format : List.of(ScoreFormat.CSV, ScoreFormat.PARQUET)) {
      assertEquals(
          "b: this is Parquet, and a is CSV; all files must have the same format",
          refusal(ANY, format, csv, parquet));
    }
    assertEquals(
        "a: this is CSV, and the merged file is to be JSON Lines; rows are copied unchanged, so all"
            + " files must have the same format",
        refusal(ANY, ScoreFormat.JSONL, csv, parquet));
  }

  @Test
  void whatParquetCannotHoldIsRefused() throws IOException {
    assertEquals(
        "a:2: messages is 'two', expected a number",
        refusal(
            ANY,
            ScoreFormat.PARQUET,
            part("a", "id,appropriate_probability,messages\nx,0.5,two\n")));
    String refusal = refusal(ANY, ScoreFormat.PARQUET, part("b", ""));
    assertTrue(
        refusal.endsWith("there is no row to merge, and so no columns for a Parquet file"),
        refusal);
    byte[] whole = written(ScoreFormat.PARQUET, scores(4));
    assertEquals(
        "c: this Parquet file cannot be read: its end is missing, where Parquet keeps its metadata;"
            + " it was cut off, or is still being written",
        refusal(ANY, ScoreFormat.CSV, part("c", java.util.Arrays.copyOf(whole, 500), null)));
  }

  @Test
  void aMergedFileIsAPartLikeAnyOther() throws IOException {
    List<ConversationScore> scores = scores(10);
    merged(
        MergeOptions.strict(),
        ScoreFormat.CSV,
        part("a", written(ScoreFormat.CSV, scores.subList(0, 4)), run("a", 4, null)),
        part("b", written(ScoreFormat.CSV, scores.subList(4, 6)), run("b", 2, null)));
    Path first =
        Files.write(folder.resolve("first.csv"), written(ScoreFormat.CSV, scores.subList(0, 6)));
    Files.move(folder.resolve("merged.manifest.json"), RunReport.beside(first));
    String merged =
        merged(
            MergeOptions.strict(),
            ScoreFormat.CSV,
            ScorePart.of("first", first),
            part("c", written(ScoreFormat.CSV, scores.subList(6, 10)), run("c", 4, null)));
    assertEquals(new String(written(ScoreFormat.CSV, scores), UTF_8), merged);
  }

  @Test
  void shardsWithoutRowsAreShardsAllTheSame() throws IOException {
    String one = HEADER + "x,0.5\n";
    ScorePart empty = part("1", HEADER.getBytes(UTF_8), run("in", 0, "1/3"));
    ScorePart full = part("2", one.getBytes(UTF_8), run("in", 1, "2/3"));
    ScorePart none = part("3", HEADER.getBytes(UTF_8), run("in", 0, "3/3"));
    assertEquals(one, merged(MergeOptions.strict(), ScoreFormat.CSV, empty, full, none));
    assertEquals(
        HEADER, merged(new MergeOptions(true, false, false), ScoreFormat.CSV, empty, none));
    ScorePart nothing = part("4", new byte[0], run("in", 0, "1/1"));
    assertEquals("", merged(MergeOptions.strict(), ScoreFormat.JSONL, nothing));
    JsonNode report = JSON.readTree(folder.resolve("merged.manifest.json").toFile());
    assertEquals(0, report.at("/scores/count").intValue());
    assertTrue(report.at("/scores/mean").isNull());
  }

  @Test
  void compressionMarksAndLineEndsAreLeftBehind() throws IOException {
    String text = "\ufeff" + HEADER + "\"two\nlines\",0.5\nx,0.25\n";
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text.getBytes(UTF_8));
    }
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(zstd)) {
      out.write(text.replace("\n", "\r\n").getBytes(UTF_8));
    }
    assertEquals(
        """
        id,appropriate_probability
        "two
        lines",0.5
        x,0.25
        "two\r
        lines",0.5
        x,0.25
        last,0.75
        """,
        merged(
            ANY,
            ScoreFormat.CSV,
            part("a.gz", gzip.toByteArray(), null),
            part("b.zst", zstd.toByteArray(), null),
            part("c", HEADER + "\nlast,0.75")));
    assertEquals(
        """
        {"id":"a", "appropriate_probability":0.5}
        {"id":"b", "appropriate_probability":0.50}
        """,
        merged(
            ANY,
            ScoreFormat.JSONL,
            part("a", "\ufeff{\"id\":\"a\", \"appropriate_probability\":0.5}\r\n\r\n"),
            part("b", "[{\"id\":\"b\", \"appropriate_probability\":0.50}]")));
  }

  @Test
  void labelsInTheWordsOfOthersAreNotLookedAt() throws IOException {
    String text = "id,label,appropriate_probability\nx,good,0.5\n";
    assertEquals(text, merged(ANY, ScoreFormat.CSV, part("a", text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CSV | {'id':'a','appropriate_probability':0.5} | b: this is JSON Lines, and the merged file"
            + " is to be CSV; rows are copied unchanged, so all files must have the same format",
        "JSONL | id,appropriate_probability | b: this is CSV, and the merged file is to be JSON"
            + " Lines; rows are copied unchanged, so all files must have the same format",
        "CSV | id,appropriate_probability\\nb,2 | b:2: appropriate_probability is 2.0, expected"
            + " a number from 0 to 1",
        "CSV | id,appropriate_probability\\n,0.5 | b:2: id is missing",
        "CSV | id,appropriate_probability\\nx,0.5,7 | b:2: the row has 3 cells, the header has 2",
        "CSV | id,appropriate_probability,lang | a and b: the columns differ: only the second has"
            + " lang",
        "CSV | id,lang,probability | a and b: the columns differ: only the first has"
            + " appropriate_probability; only the second has lang, probability",
        "CSV | appropriate_probability,id | a and b: the columns are in a different order",
        "CSV | id;appropriate_probability | a and b: the headers name the same columns, but are"
            + " separated or quoted differently",
        "CSV | id,appropriate_probability\\ny,0.5\\nx,0.5 | b:3: x occurs twice, first in a:2"
            + " (--allow-duplicates keeps both)",
        "CSV | id,appropriate_probability\\ny,0.5\\ny,0.5 | b:3: y occurs twice, first in b:2"
            + " (--allow-duplicates keeps both)",
        "JSONL | {'id':'y','appropriate_probability':0.5,'x':1} | a and b: the columns differ: only"
            + " the second has x",
        "JSONL | {'id':'y',\\n'appropriate_probability':0.5} | b:1: the row spans several lines, expected"
            + " one object per line",
        "JSONL | [{'id':'x','appropriate_probability':0.5},{'id':'y','appropriate_probability':0.5}]"
            + " | b:1: x occurs twice, first in a:1 (--allow-duplicates keeps both)",
        "JSONL | [{'id':'y','appropriate_probability':0.5},{'id':'y','appropriate_probability':0.5}]"
            + " | b:1: y occurs twice, first in b:1 (--allow-duplicates keeps both)",
        "JSONL | {'id':'y','appropriate_probability':0.5}\\n{\\n | b:2:2: not valid JSON: it ends in"
            + " the middle of an object",
      })
  void whatDoesNotFitIsRefusedWithItsPlace(ScoreFormat format, String second, String reason)
      throws IOException {
    String first =
        format == ScoreFormat.CSV
            ? HEADER + "x,0.5\n"
            : "{\"id\":\"x\",\"appropriate_probability\":0.5}\n";
    String text = second.replace("\\n", "\n").replace('\'', '"');
    String refusal = refusal(NO_MANIFESTS, format, part("a", first), part("b", text));
    assertTrue(refusal.startsWith(reason), refusal);
  }

  @Test
  void whatIsNoScoreFileIsRefused() throws IOException {
    assertEquals(
        "a: this is not a score file: it has no column appropriate_probability",
        refusal(ANY, ScoreFormat.CSV, part("a", "id,text\nx,hi\n")));
    assertEquals(
        "a: this is not a score file: it has no column id",
        refusal(ANY, ScoreFormat.CSV, part("a", "appropriate_probability,text\n")));
    assertEquals(
        "a: this is not a score file: it has no column appropriate_probability",
        refusal(ANY, ScoreFormat.JSONL, part("a", "{\"id\":\"x\",\"text\":\"hi\"}")));
  }

  @Test
  void duplicatesMayBeKept() throws IOException {
    ScorePart part = part("a", HEADER + "x,0.5\nx,0.5\n");
    assertEquals(HEADER + "x,0.5\nx,0.5\nx,0.5\nx,0.5\n", merged(ANY, ScoreFormat.CSV, part, part));
    assertTrue(
        refusal(NO_MANIFESTS, ScoreFormat.CSV, part("b", HEADER + "x,0.5\n"), part)
            .startsWith("a:2: x occurs twice, first in b:2"));
  }

  @Test
  void theSameFileTwiceIsAllDuplicates() throws IOException {
    ScorePart part = part("a", HEADER + "x,0.5\n");
    assertTrue(
        refusal(NO_MANIFESTS, ScoreFormat.CSV, part, part)
            .startsWith("a:2: x occurs twice, first in a:2"));
  }

  @Test
  void turnsOfOneConversationAreNoDuplicates() throws IOException {
    String header = "id,turn,appropriate_probability\n";
    ScorePart first = part("a", header + "x,1,0.5\nx,2,0.5\n");
    assertEquals(
        header + "x,1,0.5\nx,2,0.5\nx,3,0.5\n",
        merged(NO_MANIFESTS, ScoreFormat.CSV, first, part("b", header + "x,3,0.5\n")));
    assertTrue(
        refusal(NO_MANIFESTS, ScoreFormat.CSV, first, part("c", header + "x,2,0.5\n"))
            .startsWith("c:2: x turn 2 occurs twice, first in a:3"));
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void aFileThatHasOtherThanTheRowsOfItsManifestIsRefused(int said) throws IOException {
    ScorePart part = part("a", (HEADER + "x,0.5\ny,0.5\n").getBytes(UTF_8), run("in", said, null));
    assertEquals(
        "a: there are 2 rows, and its manifest says " + said + "; the file was cut off or changed",
        refusal(MergeOptions.strict(), ScoreFormat.CSV, part));
  }

  @Test
  void aManifestThatWouldNoLongerFitGoes() throws IOException {
    Path stale = Files.writeString(folder.resolve("merged.manifest.json"), "{}");
    merged(ANY, ScoreFormat.CSV, part("a", HEADER + "x,0.5\n"));
    assertFalse(Files.exists(stale));
  }
}
