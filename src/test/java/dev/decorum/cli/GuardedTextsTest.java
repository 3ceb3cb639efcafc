package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.infer.TestLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CSV has an apostrophe before texts that a spreadsheet would take for formulas. That this changes
 * ids is told, and the program itself finds the same ids in every form.
 */
class GuardedTextsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Three of them look like formulas, and one as if it had been guarded; -1 is a number. */
  private static final List<String> IDS = List.of("=1+1", "-1", "@ann", "plain", "'=2", "'quoted'");

  @TempDir private Path folder;
  private Path chats;

  @BeforeAll
  static void prepare() {
    TestLibraries.prepare();
  }

  @BeforeEach
  void makeChats() throws IOException {
    chats =
        Chats.write(
            folder.resolve("chats.jsonl"),
            IDS.size(),
            chat ->
                chat.put("id", IDS.get(Integer.parseInt(chat.get("id").asText().substring(1))))
                    .put("group", "+g"));
  }

  private static Cli.Result run(Object... words) {
    Cli.Result result =
        Cli.run(
            IntStream.range(0, words.length)
                .mapToObj(i -> words[i].toString())
                .toArray(String[]::new));
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    return result;
  }

  private Cli.Result score(Path file) {
    return run("score", "-m", Cli.BASE_MODEL, chats, "--keep=group,label", "-o", file);
  }

  private static JsonNode manifest(Path file) throws IOException {
    return JSON.readTree(file.resolveSibling(file.getFileName() + ".manifest.json").toFile());
  }

  @Test
  void theyAreCountedInTheManifestAndOnStandardError() throws IOException {
    Path csv = folder.resolve("s.csv");
    Cli.Result result = score(csv);
    // Three ids, and the group of all six rows.
    assertEquals(9, manifest(csv).get("guarded_texts").asInt());
    assertTrue(
        result
            .err()
            .contains(
                "decorum: "
                    + csv
                    + ": 9 texts that look like formulas have an apostrophe before them; "),
        result.err());
    assertTrue(Files.readString(csv).contains("\n'=1+1,"), Files.readString(csv));
    Path jsonl = folder.resolve("s.jsonl");
    assertFalse(score(jsonl).err().contains("apostrophe"));
    assertFalse(manifest(jsonl).has("guarded_texts"));
    Cli.Result piped = run("score", "-m", Cli.BASE_MODEL, chats);
    assertTrue(
        piped.err().contains("decorum: standard output: 3 texts that look like formulas have an"),
        piped.err());
  }

  @Test
  void mergedFilesAndRankingsCountTheirs() throws IOException {
    Path csv = folder.resolve("s.csv");
    Path parquet = folder.resolve("s.parquet");
    score(csv);
    score(parquet);
    for (Path source : List.of(csv, parquet)) {
      Path merged = folder.resolve("merged.csv");
      run("merge", source, "-o", merged);
      assertEquals(9, manifest(merged).get("guarded_texts").asInt());
      assertEquals(Files.readString(csv), Files.readString(merged));
    }
    // The name of the group has a column of its own in a ranking.
    Path ranking = folder.resolve("r.csv");
    Cli.Result result = run("rank", csv, "--group=group", "-o", ranking);
    assertEquals(9, manifest(ranking).get("guarded_texts").asInt());
    assertTrue(result.err().contains(ranking + ": 9 texts"), result.err());
  }

  @Test
  void theProgramFindsTheSameIdsInEveryForm() throws IOException {
    Path csv = folder.resolve("s.csv");
    Path jsonl = folder.resolve("s.jsonl");
    score(csv);
    score(jsonl);
    String compared =
        run("compare", csv, jsonl, "--pairing=id", "--resamples=99", "--format=json").out();
    assertEquals(6, JSON.readTree(compared).at("/pairs/0/matching/pairs").asInt(), compared);
    for (Path file : List.of(csv, jsonl)) {
      String report = run("report", file, "--by=group", "--resamples=99", "--format=json").out();
      assertEquals(
          IDS.stream().sorted().toList(),
          JSON.readTree(report).get("lowest").findValuesAsText("id").stream().sorted().toList(),
          report);
      assertTrue(report.contains("\"+g\""), report);
    }
    Path page = folder.resolve("page.html");
    run("report", csv, "--include-text", "--resamples=99", "-o", page);
    assertTrue(Files.readString(page).contains("hi thanks"), "the text of the first row");
  }
}
