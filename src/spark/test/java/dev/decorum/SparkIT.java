package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job of Spark against the command line: the same scores, rejections and manifest. */
class SparkIT {
  private static final double EQUAL = 1e-6;
  private static final List<String> WORDS =
      List.of("sun", "rain", "you", "me", "good", "awful", "hello", "why", "not", "tea", "bread");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static SparkCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new SparkCluster(shared);
    cluster.start(2);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  private static Path chats(Path file, int count) throws IOException {
    Random random = new Random(20);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        out.write(
            "{\"id\":\"c"
                + i
                + "\",\"bot_name\":\"bot"
                + random.nextInt(5)
                + "\",\"memory\":\"One of five bots.\",\"chat_history\":[{\"sender\":\"user\","
                + "\"message\":\""
                + words(random)
                + "\"},{\"sender\":\"bot\",\"message\":\""
                + words(random)
                + "\"}]}\n");
      }
    }
    return file;
  }

  private static String words(Random random) {
    StringBuilder words = new StringBuilder();
    for (int i = 1 + random.nextInt(30); i > 0; i--) {
      words.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    return words.toString();
  }

  /** The rows of a score file by their ids and turns. */
  private Map<String, CSVRecord> rows(Path scores) throws Exception {
    Path csv = folder.resolve("rows-" + scores.getFileName() + ".csv");
    Distribution.Result merged =
        new Distribution().run("merge", "-q", scores.toString(), "-o", csv.toString());
    assertEquals(0, merged.exitCode(), merged.err());
    Map<String, CSVRecord> rows = new TreeMap<>();
    try (Reader reader = Files.newBufferedReader(csv);
        CSVParser parser =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
      for (CSVRecord row : parser) {
        String turn = row.isMapped("turn") ? row.get("turn") : "";
        assertEquals(null, rows.put(row.get("id") + " " + turn, row), row + " occurs twice");
      }
    }
    return rows;
  }

  private void assertSameScores(Path commandLine, Path spark) throws Exception {
    Map<String, CSVRecord> expected = rows(commandLine);
    Map<String, CSVRecord> found = rows(spark);
    assertEquals(expected.keySet(), found.keySet());
    for (Map.Entry<String, CSVRecord> row : expected.entrySet()) {
      Map<String, String> one = row.getValue().toMap();
      Map<String, String> other = found.get(row.getKey()).toMap();
      assertTrue(Long.parseLong(other.remove("input_order")) >= 0);
      assertEquals(one.keySet(), other.keySet());
      one.forEach(
          (column, value) -> {
            if (column.matches(".*probability|.*percent|logit.*|reward") && !value.isEmpty()) {
              double tolerance = column.endsWith("percent") ? 100 * EQUAL / 0.672 : 10 * EQUAL;
              assertEquals(
                  Double.parseDouble(value),
                  Double.parseDouble(other.get(column)),
                  column.endsWith("probability") ? EQUAL : tolerance,
                  column);
            } else {
              assertEquals(value, other.get(column), column);
            }
          });
    }
  }

  /** The parts of a manifest that do not depend on where and how fast the run was. */
  private static JsonNode manifest(Path scores) throws IOException {
    JsonNode manifest =
        new ObjectMapper().readTree(Path.of(scores + ".manifest.json").toFile());
    JsonNode run = manifest.get("run");
    ((com.fasterxml.jackson.databind.node.ObjectNode) run).remove(List.of("seconds", "inputs"));
    ((com.fasterxml.jackson.databind.node.ObjectNode) manifest)
        .remove(List.of("sha256", "score_file_sha256"));
    return manifest;
  }

  private Distribution.Result score(Path scores, Path rejects, String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("score", "-q"));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-o", scores.toString(), "--rejects", rejects.toString()));
    return new Distribution().run(command.toArray(String[]::new));
  }

  private static long lines(Path rejects) throws IOException {
    if (!Files.exists(rejects)) {
      return 0;
    }
    if (!Files.isDirectory(rejects)) {
      try (Stream<String> lines = Files.lines(rejects)) {
        return lines.count();
      }
    }
    long count = 0;
    try (Stream<Path> parts = Files.list(rejects)) {
      for (Path part : parts.filter(each -> each.toString().endsWith(".json")).toList()) {
        count += lines(part);
      }
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "examples/bad-rows/mixed.jsonl examples/first-scores/chats.jsonl --turns bot",
        "examples/support-tickets/tickets.csv"
            + " --map id=ticket,timestamp=sentAt,sender=from,message=body --keep channel",
        "examples/chatgpt-export/conversations.json --history 2",
        "src/test/resources/exports/cases/parquet/train-00000-of-00001.parquet",
      })
  void everyLayoutIsScoredAsByTheCommandLine(String arguments) throws Exception {
    Path commandLine = folder.resolve("scores.csv");
    Path rejects = folder.resolve("rejects.jsonl");
    int exitCode = score(commandLine, rejects, arguments).exitCode();
    assertTrue(exitCode <= 1);
    Path scores = folder.resolve("scores");
    Path sparkRejects = folder.resolve("rejects");
    List<String> words = new ArrayList<>();
    String[] typed = arguments.split(" --", 2);
    for (String input : typed[0].split(" ")) {
      words.addAll(List.of("--input", Path.of(input).toAbsolutePath().toString()));
    }
    if (typed.length > 1) {
      words.addAll(List.of(("--" + typed[1]).split(" ")));
    }
    words.addAll(List.of("--output", scores.toString(), "--rejects", sparkRejects.toString()));
    SparkCluster.Ended ended = cluster.submit(Map.of(), words.toArray(String[]::new));
    assertEquals(0, ended.exitCode(), ended.log());
    assertSameScores(commandLine, scores);
    assertEquals(lines(rejects), lines(sparkRejects));
    assertEquals(manifest(commandLine), manifest(scores));
    Distribution.Result report = new Distribution().run("report", "-q", scores.toString());
    assertEquals(0, report.exitCode(), report.err());
  }

  @Test
  void anExecutorThatIsKilledCostsNoRow() throws Exception {
    Path input = chats(folder.resolve("chats.jsonl"), 6_000);
    Path commandLine = folder.resolve("scores.csv");
    assertEquals(0, score(commandLine, folder.resolve("r"), input.toString()).exitCode());
    Path scores = folder.resolve("scores");
    Process job =
        cluster.begin(
            Map.of("spark.executor.cores", "1"),
            "--input",
            input.toString(),
            "--output",
            scores.toString(),
            "--partitions",
            "24");
    Waiting.until(
        "some parts are scored",
        () -> Files.readString(shared.resolve("job.log")).contains("Finished task 3.0 in stage"));
    List<ProcessHandle> executors = SparkCluster.executors();
    assertFalse(executors.isEmpty());
    executors.get(0).destroyForcibly();
    assertEquals(0, job.waitFor());
    assertSameScores(commandLine, scores);
    assertEquals(
        manifest(commandLine).get("scores").get("count"),
        manifest(scores).get("scores").get("count"));
  }

  @Test
  void aTaskThatAlwaysFailsEndsTheJobAndLeavesNoScores() throws Exception {
    Path scores = folder.resolve("scores");
    SparkCluster.Ended ended =
        cluster.submit(
            Map.of(
                "spark.executor.extraJavaOptions",
                "-Donnxruntime.native.path=" + folder.resolve("nowhere")),
            "--input",
            Path.of("examples/first-scores/chats.jsonl").toAbsolutePath().toString(),
            "--output",
            scores.toString());
    assertNotEquals(0, ended.exitCode());
    assertTrue(ended.log().contains("failed 4 times"), ended.log());
    assertFalse(Files.exists(scores.resolve("_SUCCESS")));
    assertFalse(Files.exists(Path.of(scores + ".manifest.json")));
    if (Files.exists(scores)) {
      try (Stream<Path> parts = Files.list(scores)) {
        assertEquals(
            List.of(), parts.filter(part -> part.toString().endsWith(".parquet")).toList());
      }
    }
  }
}
