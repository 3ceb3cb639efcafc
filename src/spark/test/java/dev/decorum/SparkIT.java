package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** Runs the command line, which has to succeed. */
  private static String decorum(String... arguments) throws Exception {
    Distribution.Result result = new Distribution().run(arguments);
    assertEquals(0, result.exitCode(), result.err());
    return result.out();
  }

  /** The rows of a score file by their ids and turns. */
  private Map<String, CSVRecord> rows(Path scores) throws Exception {
    Path csv = folder.resolve("rows-" + scores.getFileName() + ".csv");
    Path parquet = folder.resolve("rows-" + scores.getFileName() + ".parquet");
    String unknown = "--allow-missing-manifest";
    decorum("merge", "-q", unknown, scores.toString(), "-o", parquet.toString());
    decorum("merge", "-q", unknown, parquet.toString(), "-o", csv.toString());
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
    JsonNode manifest = new ObjectMapper().readTree(Path.of(scores + ".manifest.json").toFile());
    JsonNode run = manifest.get("run");
    ObjectNode understood = (ObjectNode) run.get("understood");
    // They have the names of files, which are addresses for Spark.
    understood.remove("passed_over_examples");
    if (understood.has("read_once")) {
      understood.put("read_once", understood.get("read_once").size());
    }
    ((ObjectNode) run).remove(List.of("seconds", "inputs"));
    ((ObjectNode) manifest).remove(List.of("sha256", "score_file_sha256"));
    return manifest;
  }

  private Distribution.Result score(Path scores, Path rejects, String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("score", "-q"));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-o", scores.toString(), "--rejects", rejects.toString()));
    return new Distribution().run(command.toArray(String[]::new));
  }

  /** The lines and reasons of rejects, which are in a file or in the parts of a folder. */
  private static List<String> reasons(Path rejects) throws IOException {
    List<String> reasons = new ArrayList<>();
    try (Stream<Path> files = Files.exists(rejects) ? Files.walk(rejects) : Stream.empty()) {
      for (Path file : files.filter(each -> each.toString().matches(".*\\.jsonl?")).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode row = new ObjectMapper().readTree(line);
          reasons.add(
              row.path("line").asLong()
                  + ": "
                  + row.path("reason").asText()
                  + row.path("raw").asText());
        }
      }
    }
    Collections.sort(reasons);
    return reasons;
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
    assertScoredAsByTheCommandLine(arguments, 1, List.of());
  }

  /**
   * The names of files tell which are read; each is read once, and a name goes before a pattern.
   */
  @Test
  void aFolderIsReadAsByTheCommandLine() throws Exception {
    Path lake = Files.createDirectories(folder.resolve("lake/ü b/.hidden")).getParent();
    for (String name :
        List.of(
            "a.jsonl",
            "a[1].jsonl",
            "a1.jsonl",
            ".b.jsonl",
            "../c d,%20.jsonl",
            ".hidden/h.json")) {
      Files.writeString(
          lake.resolve(name),
          "{\"id\":\""
              + name
              + "\",\"text\":\"You: Hi\",\"n\":null,\"same\":1}\n"
              + "{\"id\":\"twice\",\"text\":\"You: Hi, "
              + name
              + "\",\"n\":\"\",\"m\":1.50}\n");
    }
    Files.writeString(lake.resolve("README.md"), "Chats.");
    Files.writeString(lake.resolve("scores.csv.manifest.json"), "{}");
    Path ours = folder.resolve("scores.csv");
    String inputs = lake.getParent() + "|" + lake.resolve("a[1].jsonl") + "|" + lake + "/*1.jsonl";
    List<String> words = new ArrayList<>(List.of("score", "-q", "--keep", "n,m", "-o"));
    words.add(ours.toString());
    words.addAll(List.of(inputs.split("\\|")));
    decorum(words.toArray(String[]::new));
    Path scores = folder.resolve("scores");
    List<String> submitted = new ArrayList<>(List.of("--keep", "n,m"));
    for (String input : inputs.split("\\|")) {
      submitted.addAll(List.of("--input", input));
    }
    submitted.addAll(List.of("--output", scores.toString()));
    SparkCluster.Ended ended =
        new SparkCluster(folder).submit(Map.of(), submitted.toArray(String[]::new));
    assertEquals(0, ended.exitCode(), ended.log());
    assertEquals(manifest(ours), manifest(scores));
    assertTrue(ended.log().contains("3 conversations have the id of another one"), ended.log());
  }

  /** The rest is scored; what is wrong with the file is among the rejects. */
  @Test
  void aFileThatCannotBeReadIsTold() throws Exception {
    Path odd = folder.resolve("odd.jsonl");
    Files.writeString(odd, "{\"a\":1}\n");
    assertScoredAsByTheCommandLine(
        odd + " examples/first-scores/chats.jsonl",
        3,
        List.of("0: file:" + odd + ": the layout cannot be recognised"));
  }

  /**
   * @param highest the highest exit code of the command line that may be
   * @param failures how the rejects of files begin, which the command line writes elsewhere
   */
  private void assertScoredAsByTheCommandLine(String arguments, int highest, List<String> failures)
      throws Exception {
    Path commandLine = folder.resolve("scores.csv");
    Path rejects = folder.resolve("rejects.jsonl");
    int exitCode = score(commandLine, rejects, arguments).exitCode();
    assertTrue(exitCode <= highest, exitCode + " is the exit code");
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
    assertEquals(exitCode == 1 ? 0 : exitCode, ended.exitCode(), ended.log());
    assertSameScores(commandLine, scores);
    List<String> found = reasons(sparkRejects);
    for (String failure : failures) {
      assertTrue(found.removeIf(reason -> reason.startsWith(failure)), found.toString());
    }
    assertEquals(reasons(rejects), found);
    assertEquals(manifest(commandLine), manifest(scores));
    decorum("report", "-q", scores.toString());
  }

  /** In one process, in the order of the files, as JSON Lines, with a model that Spark brings. */
  @Test
  void aJobMayRunWithoutACluster() throws Exception {
    Path model = Path.of("src/test/resources/checkpoints/base").toAbsolutePath();
    Path archive = folder.resolve("judge.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive));
        Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
      }
    }
    Path input = Path.of("examples/judge-the-judge/rated.jsonl").toAbsolutePath();
    Path commandLine = folder.resolve("scores.csv");
    String options = " --keep thumbs_up --max-tokens 64";
    Distribution.Result scored =
        score(commandLine, folder.resolve("r"), input + " -m " + model + options);
    assertEquals(0, scored.exitCode(), scored.err());
    Path scores = folder.resolve("scores");
    SparkCluster.Ended ended =
        new SparkCluster(folder)
            .submit(
                Map.of("spark.archives", archive + "#judge"),
                ("--model judge --no-shuffle --format jsonl --input " + input + options)
                    .concat(" --output " + scores)
                    .split(" "));
    assertEquals(0, ended.exitCode(), ended.log());
    assertTrue(
        ended.log().contains("rated.jsonl: read as chai, because of the field"), ended.log());
    assertSameScores(commandLine, scores);
    assertEquals(evaluated(commandLine), evaluated(scores));
  }

  /** What an evaluation says first: how many conversations are labelled, and how. */
  private static String evaluated(Path scores) throws Exception {
    return decorum("evaluate", "-q", scores.toString(), "--map", "label=thumbs_up")
        .lines()
        .findFirst()
        .orElseThrow();
  }

  /** What {@link SparkProgram} does with the same chats as the command line. */
  @Test
  void aNotebookScoresADataset() throws Exception {
    Path program = folder.resolve("program.jar");
    String name = SparkProgram.class.getName().replace('.', '/') + ".class";
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(program))) {
      jar.putNextEntry(new ZipEntry(name));
      Files.copy(Path.of("target/test-classes", name), jar);
    }
    Path input = Path.of("examples/first-scores/chats.jsonl").toAbsolutePath();
    Path commandLine = folder.resolve("scores.csv");
    assertEquals(0, score(commandLine, folder.resolve("r"), input.toString()).exitCode());
    Path texts = folder.resolve("texts.jsonl");
    Files.writeString(texts, "{\"id\":\"a\",\"text\":\"You: Hi\\nBot: Hello!\\nBot:\"}\n");
    Path scores = folder.resolve("scores");
    Path ofTexts = folder.resolve("of-texts");
    Path messages = folder.resolve("messages.jsonl");
    Files.writeString(
        messages,
        "{\"conversation_id\":\"a\",\"role\":\"user\",\"content\":\"Hi\"}\n"
            + "{\"conversation_id\":\"a\",\"role\":\"assistant\",\"content\":\"Hello\"}\n");
    Path ofMessages = folder.resolve("of-messages");
    SparkCluster.Ended ended =
        new SparkCluster(folder)
            .submit(
                SparkProgram.class,
                program,
                input.toString(),
                scores.toString(),
                texts.toString(),
                ofTexts.toString(),
                messages.toString(),
                ofMessages.toString());
    assertEquals(
        2, reasons(ofMessages).stream().filter(each -> each.contains("a single message")).count());
    assertEquals(0, ended.exitCode(), ended.log());
    assertSameScores(commandLine, scores);
    Path csv = folder.resolve("texts.csv");
    decorum("score", "-q", texts.toString(), "-o", csv.toString());
    String probability;
    try (Stream<Path> files = Files.list(ofTexts)) {
      Path part = files.filter(each -> each.toString().endsWith(".json")).findFirst().orElseThrow();
      probability =
          new ObjectMapper().readTree(part.toFile()).get("appropriate_probability").asText();
    }
    assertEquals(
        Double.parseDouble(rows(csv).get("a ").get("appropriate_probability")),
        Double.parseDouble(probability),
        EQUAL);
  }

  /** The commands of the page for newcomers, with this build's job and Spark's own jars. */
  @Test
  void theCommandsOfThePageWork() throws Exception {
    String page = Files.readString(Path.of("src/site/markdown/how-to/spark.md"));
    int begin = page.indexOf("```sh\n") + "```sh\n".length();
    String commands = page.substring(begin, page.indexOf("```", begin));
    assertEquals(5, commands.lines().count(), commands);
    Path clone = Files.createDirectory(folder.resolve("clone"));
    for (String part : List.of("target", "examples")) {
      Files.createSymbolicLink(clone.resolve(part), Path.of(part).toAbsolutePath());
    }
    SparkCluster.pack(
        clone.resolve("spark-4.2.0-bin-hadoop3.tgz"),
        Files.createDirectory(folder.resolve("packed")));
    // The job is that of the build that runs this test.
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.writeString(bin.resolve("mvn"), "#!/bin/sh\nls target/decorum-spark-*.jar\n");
    Files.createSymbolicLink(bin.resolve("decorum"), Distribution.launcher());
    Files.setPosixFilePermissions(bin.resolve("mvn"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path log = folder.resolve("page.log");
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-ec", commands)
            .directory(clone.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    bash.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
    assertEquals(0, bash.start().waitFor(), () -> SparkCluster.read(log));
    assertTrue(Files.readString(log).contains("4 scored conversations"), SparkCluster.read(log));
    assertTrue(Files.exists(clone.resolve("lake-scores/_SUCCESS")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | --input nowhere.jsonl | nowhere.jsonl: no such file or folder",
        "2 | --input examples/first-scores/chats.jsonl --turns some | turns must be last, bot or all",
        "3 | --input examples/first-scores/chats.jsonl --map id=nr | --map id=nr had no effect",
        "2 | --input examples/first-scores/chats.jsonl --kep label | Unknown option: '--kep'; did you mean",
        "3 | --input examples/first-scores/chats.jsonl --model nobody/nothing | no such model",
      })
  void whatIsWrongIsToldInALine(int exitCode, String arguments, String told) throws Exception {
    Path scores = folder.resolve("scores");
    SparkCluster.Ended ended =
        new SparkCluster(folder).submit(Map.of(), (arguments + " --output " + scores).split(" "));
    List<String> lines = ended.log().lines().filter(line -> line.startsWith("decorum: ")).toList();
    assertEquals(1, lines.size(), ended.log());
    assertTrue(lines.get(0).contains(told), lines.get(0));
    assertEquals(exitCode, ended.exitCode(), ended.log());
    assertFalse(Files.exists(scores));
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
