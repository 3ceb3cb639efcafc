package dev.decorum.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job from arguments to files, over a real model. */
class ScoreCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CASES = Path.of("src/test/resources/parity/base.jsonl");
  private static final String HEADER =
      "id,bot_name,appropriate_probability,baseline_delta_percent,logit_inappropriate,"
          + "logit_appropriate,tokens,tokens_dropped,messages,messages_used,flags,window_sha256\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "bf16",
        "f16",
        "gelu",
        "inverse-layer",
        "n_inner",
        "onnx",
        "relu",
        "reversed-labels",
        "sharded",
        "unscaled",
        "vocab-merges"
      })
  void everyCheckpointScoresAsHuggingFaceDoes(String checkpoint) throws IOException {
    Path cases = Path.of("src/test/resources/parity", checkpoint + ".jsonl");
    Cli.Result result =
        Cli.run(
            "score",
            "-m",
            "src/test/resources/checkpoints/" + checkpoint,
            "--output-format=jsonl",
            cases.toString());
    assertEquals(0, result.exitCode(), result.err());
    List<JsonNode> rows = json(result.out());
    List<JsonNode> expected = json(Files.readString(cases));
    assertEquals(expected.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      JsonNode oracle = expected.get(i);
      String id = oracle.get("id").asText();
      assertEquals(id, row.get("id").asText());
      assertEquals(
          oracle.get("appropriate_probability").asDouble(),
          row.get("appropriate_probability").asDouble(),
          1e-6,
          id);
      assertEquals(
          oracle.get("baseline_delta_percent").asDouble(),
          row.get("baseline_delta_percent").asDouble(),
          2e-4,
          id);
      assertEquals(oracle.get("input_ids").size(), row.get("tokens").asInt(), id);
      assertEquals(
          oracle.get("n_tokens_full").asInt(),
          row.get("tokens").asInt() + row.get("tokens_dropped").asInt(),
          id);
    }
  }

  @ParameterizedTest
  @CsvSource({"512,1", "512,2", "4096,1", "4096,2", "32768,1", "32768,2", "1,2"})
  void scoresDoNotDependOnBatchesOrThreads(String batchTokens, String threads) throws IOException {
    Map<String, Double> reference = probabilities(score(CASES.toString()));
    Map<String, Double> other =
        probabilities(
            score(CASES.toString(), "--batch-tokens=" + batchTokens, "--threads=" + threads));
    assertSame(reference, other);
    assertEquals(List.copyOf(reference.keySet()), List.copyOf(other.keySet()));
  }

  @Test
  void scoresDoNotDependOnTheOrderOrOnTheNumberOfFiles() throws IOException {
    Map<String, Double> reference = probabilities(score(CASES.toString()));
    List<String> lines = new ArrayList<>(Files.readAllLines(CASES));
    Collections.shuffle(lines, new Random(5));
    Path shuffled = Files.write(folder.resolve("shuffled.jsonl"), lines);
    Map<String, Double> ofShuffled = probabilities(score(shuffled.toString()));
    assertSame(reference, ofShuffled);

    int third = lines.size() / 3;
    Path one = Files.write(folder.resolve("1.jsonl"), lines.subList(0, third));
    Path two = Files.write(folder.resolve("2.jsonl"), lines.subList(third, 2 * third));
    Path three = Files.write(folder.resolve("3.jsonl"), lines.subList(2 * third, lines.size()));
    Map<String, Double> ofThree =
        probabilities(score(one.toString(), two.toString(), three.toString()));
    assertSame(reference, ofThree);
    assertEquals(List.copyOf(ofShuffled.keySet()), List.copyOf(ofThree.keySet()), "input order");
  }

  @Test
  void aFileOfScoresHasItsManifestBesideIt() throws IOException {
    Path scores = folder.resolve("scores.csv");
    Path summary = folder.resolve("summary.json");
    Cli.Result result =
        score(CASES.toString(), "-o", scores.toString(), "--summary", summary.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(Files.readString(scores).startsWith(HEADER));
    JsonNode report = JSON.readTree(folder.resolve("scores.csv.manifest.json").toFile());
    assertEquals(report, JSON.readTree(summary.toFile()));
    assertEquals("run", report.fieldNames().next());
    JsonNode run = report.get("run");
    assertEquals("base", run.at("/model/name").asText());
    assertEquals("pygmalion", run.at("/formatter/name").asText());
    assertEquals(10, run.at("/window/history").asInt());
    assertEquals(128, run.at("/window/max_tokens").asInt());
    assertEquals("left", run.at("/window/truncation").asText());
    assertEquals("fp32", run.get("precision").asText());
    assertEquals("cpu", run.get("device").asText());
    assertEquals(CASES.toString(), run.at("/inputs/0/path").asText());
    assertEquals(Files.size(CASES), run.at("/inputs/0/bytes").asLong());
    assertEquals(sha256(Files.readAllBytes(CASES)), run.at("/inputs/0/sha256").asText());
    assertEquals(
        sha256(Files.readAllBytes(Path.of(Cli.BASE_MODEL, "model.safetensors"))),
        run.at("/model/sha256/model.safetensors").asText());
    int rows = Files.readAllLines(CASES).size();
    assertEquals(rows, run.at("/counts/read").asInt());
    assertEquals(rows, run.at("/counts/scored").asInt());
    assertEquals(rows, report.at("/scores/count").asInt());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("scores.csv", "scores.csv.manifest.json", "summary.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void badRowsAmongTenThousandAreRejectedOneByOne() throws IOException {
    Map<Integer, String> bad = new LinkedHashMap<>();
    bad.put(17, "{\"id\":\"x\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"hi\"}");
    bad.put(500, "{\"id\":\"x\",\"chat_history\":\"none\"}");
    bad.put(501, "{\"id\":\"x\"}");
    bad.put(2_000, "{\"id\":\"x\",\"chat_history\":[{\"sender\":\"user\",\"message\":5}]}");
    bad.put(2_500, "[1,2,3]");
    bad.put(3_000, "not json at all");
    bad.put(4_000, "{\"id\":\"x\",\"bot_name\":4,\"chat_history\":[]}");
    bad.put(
        5_000, "{\"id\":\"x\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"\u00ff\"}]}");
    bad.put(6_000, "{\"id\":\"x\",\"prompt\":\"" + "a".repeat(17 << 20) + "\"}");
    bad.put(10_000, "{\"id\":{},\"chat_history\":[]}");
    Path input = folder.resolve("mixed.jsonl");
    try (OutputStream out = Files.newOutputStream(input)) {
      for (int line = 1; line <= 10_000 + bad.size(); line++) {
        String row = bad.get(line);
        if (row == null) {
          out.write(
              ("{\"id\":\"c"
                      + line
                      + "\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"hi "
                      + line
                      + "\"},{\"sender\":\"Bot\",\"message\":\"hello\"}]}\n")
                  .getBytes(UTF_8));
        } else {
          // Line 5000 is Latin-1, and so no UTF-8.
          out.write((row + "\n").getBytes(line == 5_000 ? ISO_8859_1 : UTF_8));
        }
      }
    }
    Path rejects = folder.resolve("rejects.jsonl");
    Path scores = folder.resolve("scores.jsonl");
    Cli.Result result =
        score(input.toString(), "--rejects", rejects.toString(), "-o", scores.toString());
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    List<JsonNode> rejected = json(Files.readString(rejects));
    assertEquals(
        List.copyOf(bad.keySet()), rejected.stream().map(row -> row.get("line").asInt()).toList());
    for (JsonNode row : rejected) {
      assertEquals(input.toString(), row.get("file").asText());
      assertFalse(row.get("reason").asText().isEmpty());
      assertTrue(row.get("raw").asText().length() <= 2_001);
    }
    assertEquals(10_000, Files.readAllLines(scores).size());
    assertTrue(result.err().contains("rejected 10 rows in all"), result.err());

    assertEquals(
        ExitCode.DONE,
        score(input.toString(), "--allow-rejects", "-o", scores.toString()).exitCode());
    Path strictScores = folder.resolve("strict.csv");
    Cli.Result strict = score(input.toString(), "--strict", "-o", strictScores.toString());
    assertEquals(ExitCode.UNUSABLE, strict.exitCode());
    assertTrue(strict.err().contains(input + ":17"), strict.err());
    assertFalse(Files.exists(strictScores));
  }

  @Test
  void everyTurnCanHaveARowOfItsOwn() throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("in.jsonl"),
            """
            {"id":"a","bot_name":"Tom","chat_history":[{"sender":"user","message":"1"},\
            {"sender":"Tom","message":"2"},{"sender":"user","message":"3"},\
            {"sender":"Tom","message":"4"}]}
            {"id":"b","bot_name":"Tom","chat_history":[{"sender":"user","message":"1"}]}
            """);
    assertEquals(
        List.of("a 2", "a 4"),
        turns(score(input.toString(), "--turns=bot", "--output-format=jsonl")));
    assertEquals(
        List.of("a 1", "a 2", "a 3", "a 4", "b 1"),
        turns(score(input.toString(), "--turns=all", "--output-format=jsonl")));
    // The last turn is the conversation itself.
    JsonNode last = json(score(input.toString(), "--output-format=jsonl").out()).get(0);
    JsonNode turn =
        json(score(input.toString(), "--turns=bot", "--output-format=jsonl").out()).get(1);
    assertEquals(last.get("window_sha256"), turn.get("window_sha256"));
  }

  @Test
  void fieldsAreCarriedAlong() throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("in.jsonl"),
            """
            {"id":"a","label":1,"meta":{"channel":"=web"},"chat_history":[]}
            {"id":"b","chat_history":[]}
            """);
    JsonNode row =
        json(score(input.toString(), "--keep=label,meta.channel", "--output-format=jsonl").out())
            .get(0);
    assertEquals(1, row.get("label").intValue());
    assertEquals("=web", row.get("meta.channel").asText());
    List<String> csv = score(input.toString(), "--keep=label,meta.channel").out().lines().toList();
    assertTrue(csv.get(0).startsWith("id,bot_name,label,meta.channel,appropriate_probability,"));
    assertTrue(csv.get(1).startsWith("a,Bot,1,'=web,0."), csv.get(1));
    assertTrue(csv.get(2).startsWith("b,Bot,,,0."), csv.get(2));
  }

  @Test
  void standardInputIsAnInput() {
    Cli.Result result =
        new Cli()
            .in("{\"text\":\"Bot: hi\\n\"}\n")
            .start("score", "-m", Cli.BASE_MODEL, "-", "--output-format=jsonl");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("{\"id\":\"-:1\""), result.out());
  }

  @Test
  void aTerminalGetsATableAndAPipeGetsCsv() {
    Cli.Result terminal =
        new Cli().onTerminal().start("score", "-m", Cli.BASE_MODEL, CASES.toString());
    assertTrue(terminal.out().startsWith("id "), terminal.out());
    assertTrue(terminal.err().contains("below baseline"), terminal.err());
    assertTrue(score(CASES.toString()).out().startsWith(HEADER));
  }

  @Test
  void aFullDiskIsAnErrorWithItsReason() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Cli.Result result =
        new Cli().start(full, "score", "-q", "-m", Cli.BASE_MODEL, CASES.toString());
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertEquals(
        "decorum: standard output: cannot be written: No space left on device\n", result.err());
  }

  @Test
  void aBrokenFileDoesNotTakeTheOthersAlong() throws IOException {
    Path good = Files.copy(CASES, folder.resolve("a.jsonl"));
    Path unknown = Files.writeString(folder.resolve("b.jsonl"), "{\"colour\":\"red\"}\n");
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(Files.readAllBytes(CASES));
    }
    Path cut =
        Files.write(
            folder.resolve("c.jsonl.gz"), Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));
    Path scores = folder.resolve("out.csv");
    Path summary = folder.resolve("s.json");
    Cli.Result result =
        score(
            unknown.toString(),
            cut.toString(),
            good.toString(),
            "-o",
            scores.toString(),
            "--summary",
            summary.toString());
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertTrue(result.err().contains("decorum: " + unknown + ": "), result.err());
    assertTrue(result.err().contains("decorum: " + cut + ": "), result.err());
    assertTrue(result.err().contains("2 inputs unusable"), result.err());
    int whole = Files.readAllLines(CASES).size();
    int rows = Files.readAllLines(scores).size() - 1;
    assertTrue(rows >= whole && rows < 2 * whole, rows + " rows");
    JsonNode counts = JSON.readTree(summary.toFile()).at("/run/counts");
    assertEquals(2, counts.get("inputs_failed").asInt());
    assertEquals(rows, counts.get("scored").asInt());

    Files.delete(scores);
    Cli.Result alone = score(unknown.toString(), "-o", scores.toString());
    assertEquals(ExitCode.UNUSABLE, alone.exitCode());
    assertFalse(Files.exists(scores));
    Cli.Result strict =
        score(unknown.toString(), good.toString(), "--strict", "-o", scores.toString());
    assertEquals(ExitCode.UNUSABLE, strict.exitCode());
    assertFalse(Files.exists(scores));
  }

  @Test
  void anInputIsNeverOverwritten() throws IOException {
    Path input = Files.copy(CASES, folder.resolve("in.jsonl"));
    Path alias = folder.resolve("x/../in.jsonl");
    Files.createDirectory(folder.resolve("x"));
    for (String option : List.of("-o", "--rejects", "--summary")) {
      Cli.Result result = score(input.toString(), option, alias.toString());
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
      assertTrue(result.err().contains("is an input; it would be overwritten"), result.err());
    }
    String out = folder.resolve("out.jsonl").toString();
    Cli.Result twice = score(input.toString(), "-o", out, "--rejects", out);
    assertEquals(ExitCode.USAGE, twice.exitCode());
    assertTrue(twice.err().contains("two outputs"), twice.err());
    assertEquals(Files.readString(CASES), Files.readString(input));
  }

  @Test
  void anErrorCannotSteerTheTerminal() throws IOException {
    Path input = folder.resolve("\u001b[31mred.jsonl");
    Files.writeString(input, "{\"\u001b[2Jfield\":1}\n");
    Cli.Result result = score(input.toString());
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertFalse(result.err().contains("\u001b"), result.err());
  }

  @Test
  void anEmptyInputIsNoError() throws IOException {
    Path input = Files.createFile(folder.resolve("empty.jsonl"));
    Cli.Result result = score(input.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(HEADER, result.out());
  }

  @Test
  void quietMeansQuiet() {
    Cli.Result result = score(CASES.toString(), "-q", "-o", folder.resolve("x.csv").toString());
    assertEquals("", result.err());
  }

  @Test
  void theBaselineMovesOnlyTheDelta() throws IOException {
    JsonNode row =
        json(score(CASES.toString(), "--baseline=0.5", "--output-format=jsonl").out()).get(0);
    double p = row.get("appropriate_probability").asDouble();
    assertEquals((p - 0.5) / 0.5 * 100, row.get("baseline_delta_percent").asDouble(), 1e-5);
  }

  private static Cli.Result score(String... arguments) {
    List<String> all = new ArrayList<>(List.of("score", "-m", Cli.BASE_MODEL));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  private static Map<String, Double> probabilities(Cli.Result result) {
    assertEquals(0, result.exitCode(), result.err());
    Map<String, Double> byId = new LinkedHashMap<>();
    result
        .out()
        .lines()
        .skip(1)
        .forEach(
            line -> {
              String[] cells = line.split(",", -1);
              byId.put(cells[0], Double.valueOf(cells[2]));
            });
    return byId;
  }

  private static void assertSame(Map<String, Double> expected, Map<String, Double> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (id, probability) ->
            assertEquals(probability, actual.getOrDefault(id, Double.NaN), 1e-6, id));
  }

  private static List<String> turns(Cli.Result result) throws IOException {
    assertEquals(0, result.exitCode(), result.err());
    return json(result.out()).stream()
        .map(row -> row.get("id").asText() + " " + row.get("turn").asInt())
        .toList();
  }

  private static List<JsonNode> json(String lines) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
