package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.score.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Score files as Parquet are worth what they are as CSV, over a real model. */
class ParquetScoresTest {
  private static final int CONVERSATIONS = 40;

  @TempDir Path folder;
  private Path chats = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < CONVERSATIONS; i++) {
      rows.append(
          "{\"id\":\"c%d\",\"bot_name\":\"bot %d\",\"label\":%d,\"note\":\"=%d\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello number %d\"},{\"role\":\"assistant\",\"content\":\"I am %s today.\"}]}\n"
              .formatted(i, i % 3, i % 2, i, i, i % 2 == 0 ? "rude" : "fine and glad to help"));
    }
    chats = Files.writeString(folder.resolve("chats.jsonl"), rows);
  }

  private Cli.Result run(Object... arguments) {
    List<String> all = new ArrayList<>();
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return Cli.run(all.toArray(String[]::new));
  }

  private Path score(String name, Object... options) {
    Path output = folder.resolve(name);
    List<Object> all =
        new ArrayList<>(
            List.of(
                "score", "-q", "-m", Cli.BASE_MODEL, chats, "--keep", "label,note", "-o", output));
    all.addAll(List.of(options));
    Cli.Result result = run(all.toArray());
    assertEquals(0, result.exitCode(), result.err());
    return output;
  }

  /** What a command prints, without what tells the two files apart. */
  private static String printed(Cli.Result result) {
    assertTrue(result.exitCode() <= ExitCode.GATE, result.err());
    return result
        .out()
        .replace(".parquet", ".csv")
        .replaceAll("\"seconds\" : [0-9.eE-]+", "\"seconds\" : 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void whatIsSaidOfThemIsTheSame(String format) throws IOException {
    List<List<String>> said = new ArrayList<>();
    for (String ending : List.of(".csv", ".parquet")) {
      Path before = score("before" + ending);
      String text = Files.readString(chats);
      Files.writeString(chats, text.replace("rude", "sorry"));
      Path after = score("after" + ending);
      Files.writeString(chats, text);
      said.add(
          List.of(
              printed(run("evaluate", before, "--format", format, "--resamples", 199)),
              printed(run("compare", before, after, "--format", format, "--resamples", 199))));
    }
    assertEquals(said.get(0), said.get(1));
    assertTrue(said.get(0).get(0).contains("auc") || said.get(0).get(0).contains("AUC"));
  }

  @Test
  void aReportOfThemIsTheSame() throws IOException {
    List<String> pages = new ArrayList<>();
    for (String ending : List.of(".csv", ".parquet")) {
      Path scores = score("scores" + ending);
      pages.add(printed(run("report", scores, "--format", "json")));
    }
    assertEquals(pages.get(0), pages.get(1));
  }

  @Test
  void shardsAreMergedIntoEveryForm() throws IOException {
    Path whole = score("whole.parquet");
    Path first = score("part-1.parquet", "--shard", "1/2");
    Path second = score("part-2.parquet", "--shard", "2/2");
    Path csvFirst = score("part-1.csv", "--shard", "1/2");
    Path csvSecond = score("part-2.csv", "--shard", "2/2");
    for (String ending : List.of(".csv", ".jsonl", ".parquet")) {
      Path merged = folder.resolve("merged" + ending);
      Cli.Result result = run("merge", second, first, "-o", merged);
      assertEquals(0, result.exitCode(), result.err());
      assertTrue(Files.exists(folder.resolve("merged" + ending + ".manifest.json")));
    }
    Path expected = folder.resolve("expected.csv");
    assertEquals(0, run("merge", csvFirst, csvSecond, "-o", expected).exitCode());
    assertEquals(Files.readString(expected), Files.readString(folder.resolve("merged.csv")));
    Path fromCsv = folder.resolve("from-csv.parquet");
    assertEquals(0, run("merge", csvFirst, csvSecond, "-o", fromCsv).exitCode());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("merged.parquet")), Files.readAllBytes(fromCsv));
    assertEquals(CONVERSATIONS, Files.readAllLines(folder.resolve("merged.jsonl")).size());
    assertFalse(Files.exists(folder.resolve("merged.parquet.journal")));
    assertTrue(Files.size(whole) > 0);
  }

  @Test
  void rankingsMayBeParquet() throws IOException {
    Path candidates =
        Files.writeString(
            folder.resolve("candidates.jsonl"),
            """
            {"id":"q1","prompt":"Hello","responses":["Go away.","Nice to see you!"]}
            """);
    Path ranking = folder.resolve("ranking.parquet");
    Cli.Result result = run("rank", "-m", Cli.BASE_MODEL, candidates, "-o", ranking);
    assertEquals(0, result.exitCode(), result.err());
    Path csv = folder.resolve("ranking.csv");
    assertEquals(0, run("rank", "-m", Cli.BASE_MODEL, candidates, "-o", csv).exitCode());
    Path again = folder.resolve("again.csv");
    Cli.Result merged =
        run("merge", ranking, "-o", again, "--allow-missing-manifest", "--allow-duplicates");
    assertEquals(0, merged.exitCode(), merged.err());
    assertEquals(Files.readString(csv), Files.readString(again));
  }

  @Test
  void pairsAreNoParquet() {
    Path pairs = folder.resolve("pairs.parquet");
    Cli.Result result = run("rank", "-m", Cli.BASE_MODEL, chats, "--pairs", "dpo", "-o", pairs);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("pairs are not written as"), result.err());
    assertFalse(Files.exists(pairs));
  }

  @Test
  void standardOutputIsNoFile() {
    Cli.Result result = run("score", "-m", Cli.BASE_MODEL, chats, "--output-format", "parquet");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(
        result
            .err()
            .contains(
                "--output-format parquet writes a file that cannot be read from a pipe; name it"
                    + " with -o"),
        result.err());
    assertEquals("", result.out());
  }

  @Test
  void aBrokenFileIsRefused() throws IOException {
    Path scores = score("scores.parquet");
    byte[] bytes = Files.readAllBytes(scores);
    bytes[bytes.length / 3] ^= 1;
    Files.write(scores, bytes);
    Manifests.update(scores);
    Cli.Result result = run("evaluate", scores);
    assertTrue(
        result.err().contains("a page has changed since it was written: its checksum differs"),
        result.err());
  }
}
