package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards are scored and put together, over a real model. */
class MergeCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path parts = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    parts = Files.createDirectory(folder.resolve("parts"));
  }

  private static Cli.Result score(String... arguments) {
    List<String> all = new ArrayList<>(List.of("score", "-q", "-m", Cli.BASE_MODEL));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  private static Cli.Result merge(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("merge"));
    Stream.of(arguments).map(Object::toString).forEach(all::add);
    return Cli.run(all.toArray(String[]::new));
  }

  /** Scores shards 1 to {@code count} into files of their own. */
  private List<Path> shards(int count, String ending, String... arguments) {
    List<Path> files = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      Path file = parts.resolve(number + "-of-" + count + ending);
      List<String> all = new ArrayList<>(List.of(arguments));
      all.addAll(List.of("--shard", number + "/" + count, "-o", file.toString()));
      Cli.Result result = score(all.toArray(String[]::new));
      assertTrue(result.exitCode() <= ExitCode.GATE, result.err());
      files.add(file);
    }
    return files;
  }

  private static JsonNode report(Path scores) throws IOException {
    return JSON.readTree(scores.resolveSibling(scores.getFileName() + ".manifest.json").toFile());
  }

  /** Rows by id and turn. */
  private static Map<String, JsonNode> rows(Path scores) throws IOException {
    Map<String, JsonNode> rows = new TreeMap<>();
    for (String line : Files.readAllLines(scores)) {
      JsonNode row = JSON.readTree(line);
      assertEquals(null, rows.put(row.get("id").asText() + " " + row.path("turn").asInt(), row));
    }
    return rows;
  }

  private static void assertSameRows(Path expected, Path actual) throws IOException {
    Map<String, JsonNode> whole = rows(expected);
    Map<String, JsonNode> merged = rows(actual);
    assertEquals(whole.keySet(), merged.keySet());
    whole.forEach(
        (id, row) -> {
          JsonNode other = merged.getOrDefault(id, row);
          assertEquals(row.get("window_sha256"), other.get("window_sha256"), id);
          assertEquals(
              row.get("appropriate_probability").doubleValue(),
              other.get("appropriate_probability").doubleValue(),
              1e-6,
              id);
        });
  }

  private static void assertSameSummaries(Path expected, Path actual) throws IOException {
    JsonNode whole = report(expected);
    JsonNode merged = report(actual);
    for (String same :
        List.of(
            "/run/model",
            "/run/formatter",
            "/run/window",
            "/run/baseline",
            "/run/precision",
            "/run/device",
            "/run/versions",
            "/run/seed",
            "/run/inputs",
            "/run/counts",
            "/run/shard",
            "/scores/count",
            "/scores/below_baseline",
            "/scores/flags")) {
      assertEquals(whole.at(same), merged.at(same), same);
    }
    for (String alike : List.of("/scores/mean", "/scores/min", "/scores/max")) {
      assertEquals(whole.at(alike).asDouble(), merged.at(alike).asDouble(), 1e-6, alike);
    }
    for (Map.Entry<String, JsonNode> quantile : merged.at("/scores/quantiles").properties()) {
      assertEquals(
          whole.at("/scores/quantiles/" + quantile.getKey()).asDouble(),
          quantile.getValue().asDouble(),
          2e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "examples/bad-rows/mixed.jsonl",
        "examples/compare-versions/v1.jsonl",
        "examples/every-bot-turn/chat.jsonl --turns bot",
        "examples/first-scores/chats.jsonl --turns all --history all",
        "examples/judge-the-judge/rated.jsonl --keep user_id",
        "examples/rank-replies/candidates.jsonl",
        "examples/support-tickets/tickets.csv"
            + " --map id=ticket,timestamp=sentAt,sender=from,message=body --keep channel",
        "src/test/resources/parity/base.jsonl",
        "src/test/resources/parity/base.jsonl --limit 20",
        "examples/bad-rows/mixed.jsonl examples/first-scores/chats.jsonl --limit 7",
      })
  void theShardsOfAnInputAreTheWhole(String arguments) throws IOException {
    String[] typed = arguments.split(" ");
    Path whole = folder.resolve("whole.jsonl");
    List<String> all = new ArrayList<>(List.of(typed));
    all.addAll(List.of("-o", whole.toString()));
    int exitCode = score(all.toArray(String[]::new)).exitCode();
    assertTrue(exitCode <= ExitCode.GATE);
    for (int count : new int[] {1, 6}) {
      List<Path> files = shards(count, ".jsonl", typed);
      Path merged = folder.resolve("merged-" + count + ".jsonl");
      Cli.Result result = merge(parts + "/*-of-" + count + ".jsonl", "-o", merged);
      assertEquals(0, result.exitCode(), result.err());
      assertEquals(
          String.join("", texts(files)), Files.readString(merged), "in the order of the shards");
      assertSameRows(whole, merged);
      assertSameSummaries(whole, merged);
    }
  }

  private static List<String> texts(List<Path> files) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      texts.add(Files.readString(file));
    }
    return texts;
  }

  @Test
  void aShardKnowsItsPlaceAndCountsItsOwnRows() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 40);
    List<Path> files = shards(3, ".csv", chats.toString());
    int read = 0;
    for (int number = 1; number <= 3; number++) {
      JsonNode run = report(files.get(number - 1)).get("run");
      assertEquals(number + "/3", run.get("shard").asText());
      assertEquals(run.at("/counts/read"), run.at("/counts/scored"));
      assertEquals(
          Files.readAllLines(files.get(number - 1)).size() - 1, run.at("/counts/read").asInt());
      read += run.at("/counts/read").asInt();
    }
    assertEquals(40, read);
    Path merged = folder.resolve("all.csv");
    Cli.Result result = merge(parts, "-o", merged);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("decorum: wrote 40 rows of 3 score files to " + merged + "\n", result.err());
    assertEquals("", result.out());
    assertEquals(41, Files.readAllLines(merged).size());
    assertTrue(report(merged).at("/run/shard").isNull());
  }

  @Test
  void aShardWithoutConversationsIsAFileWithoutRows() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 1);
    List<Path> files = shards(4, ".csv", chats.toString());
    List<Integer> lines = new ArrayList<>();
    for (Path file : files) {
      lines.add(Files.readAllLines(file).size());
      assertEquals(
          report(file).at("/run/counts/scored").asInt(), Files.readAllLines(file).size() - 1);
    }
    assertEquals(5, lines.stream().mapToInt(n -> n).sum());
    Path merged = folder.resolve("all.csv");
    assertEquals(0, merge(parts, "-o", merged).exitCode());
    assertEquals(2, Files.readAllLines(merged).size());
  }

  @Test
  void anInputThatFailsDoesNotCostAShardItsFile() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 1);
    Path bad = Files.writeString(folder.resolve("bad.jsonl"), "no conversations\n");
    for (int number = 1; number <= 4; number++) {
      Path file = parts.resolve(number + ".csv");
      Cli.Result result =
          score(
              bad.toString(), chats.toString(), "--shard=" + number + "/4", "-o", file.toString());
      assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
      assertTrue(result.err().contains(bad + ": "), result.err());
    }
    Path merged = folder.resolve("all.csv");
    assertEquals(0, merge(parts, "-o", merged).exitCode());
    assertEquals(1, report(merged).at("/run/counts/inputs_failed").asInt());
    assertEquals(2, Files.readAllLines(merged).size());
  }

  @Test
  void badRowsAreRejectedOnceOverAllShards() throws IOException {
    List<String> rejected = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      Path rejects = folder.resolve("rejects-" + number + ".jsonl");
      score(
          "examples/bad-rows/mixed.jsonl",
          "--shard=" + number + "/3",
          "--rejects=" + rejects,
          "-o",
          parts.resolve(number + ".csv").toString());
      for (String line : Files.readAllLines(rejects)) {
        rejected.add(JSON.readTree(line).get("line").asText());
      }
    }
    assertEquals(List.of("2", "3", "4"), rejected.stream().sorted().toList());
  }

  @Test
  void theShardMayComeFromTheEnvironment() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 20);
    Cli.Result expected = score(chats.toString(), "--shard=2/3");
    Cli.Result result =
        new Cli()
            .environment(Map.of("DECORUM_SHARD", "2/3"))
            .start("score", "-q", "-m", Cli.BASE_MODEL, chats.toString());
    assertEquals(expected.out(), result.out());
    assertTrue(result.out().lines().count() < 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/2", "3/2", "2", "half"})
  void whatIsNoShardIsWrongUsage(String shard) {
    Cli.Result result = score("examples/first-scores/chats.jsonl", "--shard=" + shard);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(
        result
            .err()
            .contains("--shard must be I/N with I from 1 to N, such as 2/4, not '" + shard + "'"),
        result.err());
  }

  @Test
  void aMissingShardIsAnErrorOrAGapThatIsFilledLater() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 30);
    List<Path> files = shards(4, ".csv", chats.toString());
    Path some = folder.resolve("some.csv");
    Cli.Result refused = merge(files.get(3), files.get(0), "-o", some);
    assertEquals(ExitCode.UNUSABLE, refused.exitCode());
    assertEquals(
        "decorum: shards 2, 3 of 4 are missing; score what is missing, or merge what is there with"
            + " --allow-gaps\n",
        refused.err());
    assertFalse(Files.exists(some));

    Cli.Result result = merge("-q", files.get(3), files.get(0), "-o", some, "--allow-gaps");
    assertEquals(ExitCode.GATE, result.exitCode());
    assertEquals("decorum: shards 2, 3 of 4 are missing\n", result.err());
    assertEquals("1,4/4", report(some).at("/run/shard").asText());

    Path merged = folder.resolve("all.csv");
    Cli.Result filled = merge(some, files.get(1), files.get(2), "-o", merged, "--allow-gaps");
    assertEquals(0, filled.exitCode(), filled.err());
    assertEquals(31, Files.readAllLines(merged).size());
    assertTrue(report(merged).at("/run/shard").isNull());
  }

  @Test
  void theScoresOfSeveralInputsAreMergedInTheirOrder() throws IOException {
    Path one = Chats.write(folder.resolve("one.jsonl"), 5);
    Path two =
        Chats.write(
            folder.resolve("two.jsonl"), 3, chat -> chat.put("id", "d" + chat.get("id").asText()));
    Path ofOne = parts.resolve("1.jsonl");
    Path ofTwo = parts.resolve("2.jsonl");
    score(one.toString(), "-o", ofOne.toString());
    score(two.toString(), "-o", ofTwo.toString());
    Path zipped = Files.write(parts.resolve("2.jsonl.gz"), Chats.zipped(Files.readAllBytes(ofTwo)));
    Path merged = folder.resolve("all.jsonl");
    Cli.Result result = merge(zipped, ofOne, "-o", merged);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(Files.readString(ofTwo) + Files.readString(ofOne), Files.readString(merged));
    JsonNode run = report(merged).get("run");
    assertEquals(two.toString(), run.at("/inputs/0/path").asText());
    assertEquals(one.toString(), run.at("/inputs/1/path").asText());
    assertEquals(8, run.at("/counts/scored").asInt());

    Cli.Result twice = merge(ofOne, ofOne, "-o", merged);
    assertEquals(ExitCode.UNUSABLE, twice.exitCode());
    assertTrue(twice.err().contains("both hold the scores of " + one), twice.err());
    // The manifest of the compressed file is in the way.
    Cli.Result over = merge(zipped, ofOne, "-o", parts.resolve("2.jsonl"));
    assertEquals(ExitCode.USAGE, over.exitCode());
    assertTrue(over.err().contains("is an input; it would be overwritten"), over.err());
  }

  @Test
  void runsOfDifferentWindowsAreNotMerged() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 5);
    score(chats.toString(), "--shard=1/2", "-o", parts.resolve("1.csv").toString());
    score(chats.toString(), "--shard=2/2", "--history=3", "-o", parts.resolve("2.csv").toString());
    Cli.Result result = merge(parts, "-o", folder.resolve("all.csv"));
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(
        result.err().contains("history windows differ: the last 10 messages and the last 3"),
        result.err());
  }

  @Test
  void scoresWithoutAManifestAreMergedOnRequest() throws IOException {
    Path one = Files.writeString(parts.resolve("a.csv"), "id,appropriate_probability\nx,0.5\n");
    Path two = Files.writeString(parts.resolve("b.csv"), "id,appropriate_probability\ny,0.5\n");
    Path merged = folder.resolve("all.csv");
    Cli.Result refused = merge(one, two, "-o", merged);
    assertEquals(ExitCode.UNUSABLE, refused.exitCode());
    assertTrue(
        refused.err().startsWith("decorum: " + one + ", " + two + ": there is no run manifest"),
        refused.err());
    Cli.Result result = merge(one, two, "-o", merged, "--allow-missing-manifest");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        """
        decorum: a run manifest is missing, so none is written, and shards are not counted
        decorum: wrote 2 rows of 2 score files to %s
        """
            .formatted(merged),
        result.err());
    assertFalse(Files.exists(folder.resolve("all.csv.manifest.json")));
    assertEquals("id,appropriate_probability\nx,0.5\ny,0.5\n", Files.readString(merged));
  }

  @Test
  void idsThatAreNotUniqueAreMergedOnRequest() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 6, chat -> chat.put("id", "same"));
    shards(2, ".csv", chats.toString());
    Path merged = folder.resolve("all.csv");
    Cli.Result refused = merge(parts, "-o", merged);
    assertEquals(ExitCode.UNUSABLE, refused.exitCode());
    assertTrue(
        refused.err().matches("decorum: .*:3: same occurs twice, first in .*:2 \\(--allow-dup.*\n"),
        refused.err());
    assertEquals(0, merge(parts, "-o", merged, "--allow-duplicates").exitCode());
    assertEquals(7, Files.readAllLines(merged).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | merge examples | merge needs --output FILE",
        "2 | merge examples -o all.xlsx | neither .csv nor .jsonl",
        "3 | merge no/such.csv -o all.csv | no/such.csv: no such file",
        "3 | merge - -o all.csv | score files are read with their manifests, not from a pipe",
        "3 | merge examples/first-scores/chats.jsonl -o no/all.jsonl --allow-missing-manifest"
            + " | the folder does not exist",
      })
  void whatCannotBeMergedIsSaidInALine(int exitCode, String line, String reason) {
    Cli.Result result = Cli.run(line.split(" "));
    assertEquals(exitCode, result.exitCode(), result.err());
    assertTrue(result.err().contains(reason), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  @Test
  void manifestsAmongTheFilesArePassedOver() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 8);
    shards(2, ".csv", chats.toString());
    Path merged = folder.resolve("all.csv");
    Cli.Result result = merge(parts + "/*", "-o", merged);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(9, Files.readAllLines(merged).size());
  }

  /** Scores conversations as a cluster does: into a folder of files with one manifest. */
  private Path ofCluster(String name, String ending, Path chats) throws IOException {
    List<Path> files = shards(2, ending, "--keep=label", chats.toString());
    Path whole = parts.resolve(name + ending);
    assertEquals(0, merge(files.get(0), files.get(1), "-o", whole).exitCode());
    ObjectNode manifest = (ObjectNode) report(whole);
    manifest.remove(List.of("sha256", "score_file_sha256"));
    Path lake = Files.createDirectory(folder.resolve(name));
    JSON.writeValue(folder.resolve(name + ".manifest.json").toFile(), manifest);
    for (Path file : files) {
      String number = file.getFileName().toString().substring(0, 1);
      Files.move(file, lake.resolve("part-0000" + number + ending.replace(".jsonl", "-c000.json")));
    }
    if (ending.equals(".jsonl")) {
      Files.writeString(lake.resolve("part-00000-c000.json"), "");
    }
    Files.writeString(lake.resolve(".part-00001.crc"), "");
    Files.writeString(lake.resolve("_SUCCESS"), "");
    return lake;
  }

  private static List<String> inputs(JsonNode run) {
    return run.get("inputs").findValuesAsText("path");
  }

  @ParameterizedTest
  @CsvSource({".parquet,2", ".jsonl,3"})
  void whatAClusterWroteIsOneRun(String ending, int files) throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 40);
    Path lake = ofCluster("lake", ending, chats);
    for (String named : List.of(lake.toString(), lake + "/*", lake + "/part-*")) {
      Path merged = folder.resolve("merged" + ending);
      Cli.Result result = merge(named, "-o", merged);
      assertEquals(0, result.exitCode(), result.err());
      assertEquals(
          "decorum: wrote 40 rows of " + files + " score files to " + merged + "\n", result.err());
      assertEquals(report(lake).get("run"), report(merged).get("run"));
      assertEquals(40, report(merged).at("/scores/count").asInt());
      Cli.Result compared = Cli.run("compare", merged.toString(), lake.toString());
      assertTrue(compared.out().contains("ALIKE"), compared.out());
      assertEquals("", compared.err(), "no model is needed, not even for a file without rows");
      for (String command : List.of("report", "evaluate")) {
        Cli.Result read = Cli.run(command, named);
        assertEquals(0, read.exitCode(), read.err());
        assertEquals(
            Cli.run(command, merged.toString()).out().lines().limit(5).toList(),
            read.out().lines().limit(5).toList());
      }
    }
  }

  @Test
  void foldersAreMergedWithEachOtherAndWithFiles() throws IOException {
    List<Path> inputs = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      inputs.add(
          Chats.write(
              folder.resolve(name + ".jsonl"),
              4 + inputs.size(),
              chat -> chat.put("id", name + chat.get("id").asText())));
    }
    Path first = ofCluster("first", ".parquet", inputs.get(0));
    Path second = ofCluster("second", ".parquet", inputs.get(1));
    Path file = folder.resolve("file.parquet");
    score(inputs.get(2).toString(), "--keep=label", "-o", file.toString());
    Path merged = folder.resolve("all.parquet");
    Cli.Result result = merge(second, file, first, "-o", merged);
    assertEquals(0, result.exitCode(), result.err());
    JsonNode run = report(merged).get("run");
    assertEquals(
        List.of(inputs.get(1), inputs.get(2), inputs.get(0)).toString(), inputs(run).toString());
    assertEquals(15, run.at("/counts/read").asInt());
    assertEquals(15, run.at("/counts/scored").asInt());
    assertEquals(15, run.at("/understood/conversations").asInt());
    assertEquals(15, report(merged).at("/scores/count").asInt());
  }

  @Test
  void aFolderIsMergedAsAWholeAndOnce() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 12);
    Path lake = ofCluster("lake", ".parquet", chats);
    Path again = ofCluster("again", ".parquet", chats);
    Path merged = folder.resolve("all.csv");
    Path part = lake.resolve("part-00001.parquet");
    String partly =
        "decorum: "
            + lake
            + ": this folder has one manifest for the rows of all its files, and 1 of 2 is left"
            + " out; merge the folder as a whole\n";
    assertEquals(partly, merge(part, "-o", merged, "--allow-missing-manifest").err());
    assertEquals(partly, merge(lake + "/*1.parquet", again, "-o", merged).err());
    assertEquals(
        "decorum: " + part + ": this file is named twice; name its folder alone, and once\n",
        merge(lake, part, "-o", merged, "--allow-duplicates").err());
    assertEquals(
        "decorum: " + lake + " and " + again + ": both hold the scores of " + chats + "\n",
        merge(lake, again, "-o", merged, "--allow-duplicates").err());
    Files.delete(part);
    Cli.Result result = merge(lake, "-o", merged);
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(
        result
            .err()
            .matches(
                "decorum: .*/lake: there are \\d+ rows, and its manifest says 12; a file was cut"
                    + " off, changed or removed\n"),
        result.err());
    assertFalse(Files.exists(merged));
  }

  @Test
  void mergedScoresAreComparedLikeAnyOther() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 40);
    Path whole = folder.resolve("whole.csv");
    score(chats.toString(), "-o", whole.toString());
    shards(3, ".csv", chats.toString());
    Path merged = folder.resolve("all.csv");
    merge(parts, "-o", merged);
    Cli.Result result = Cli.run("compare", whole.toString(), merged.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("ALIKE"), result.out());
  }
}
