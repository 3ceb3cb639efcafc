package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Benchmarks of the demo model, a few conversations each, from arguments to files. */
class BenchCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void everyWorkloadIsMeasuredAndKeptAsJson() throws IOException {
    Path file = folder.resolve("today.json");
    Cli.Result result =
        Cli.run(
            "bench",
            "--scale=0.02",
            "--repeat=2",
            "--threads=2",
            "--no-tune",
            "--seed=3",
            "-o",
            file.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.out());
    JsonNode report = JSON.readTree(file.toFile());
    assertEquals(2, report.get("threads").asInt());
    assertEquals(512, report.get("max_tokens").asInt());
    assertEquals(3, report.get("seed").asInt());
    assertEquals("cpu", report.get("device").asText());
    assertTrue(report.get("model").get("demo").asBoolean());
    assertFalse(report.get("model").get("random_weights").asBoolean());
    assertEquals(2L * 2 * 96 * 12 * 96, report.at("/model/linear_flops_per_token").asLong());
    assertTrue(report.get("load_seconds").asDouble() > 0);
    assertTrue(report.get("matrix_product_flops_per_second").asDouble() > 1e8);
    assertTrue(report.get("tuning") == null);
    assertTrue(report.at("/versions/onnxruntime").isTextual());
    List<Integer> conversations = List.of(3, 10, 1, 10, 1);
    List<Integer> rows = List.of(3, 10, 5, 10, 1);
    for (Workload workload : Workload.values()) {
      int index = List.of(Workload.values()).indexOf(workload);
      JsonNode measured = report.get("workloads").get(index);
      assertEquals(workload.label(), measured.get("workload").asText());
      assertEquals(conversations.get(index), measured.get("conversations").asInt());
      assertEquals(rows.get(index), measured.get("rows").asInt());
      double seconds = measured.get("seconds").asDouble();
      double tokens = measured.get("tokens").asDouble();
      assertEquals(2, measured.get("run_seconds").size());
      assertEquals(
          seconds,
          (measured.at("/run_seconds/0").asDouble() + measured.at("/run_seconds/1").asDouble()) / 2,
          1e-12);
      assertEquals(tokens / seconds, measured.get("tokens_per_second").asDouble(), 1e-6 * tokens);
      assertEquals(
          measured.get("tokens_per_second").asDouble()
              * report.at("/model/linear_flops_per_token").asDouble()
              / report.get("matrix_product_flops_per_second").asDouble(),
          measured.get("share_of_matrix_product").asDouble(),
          1e-9);
      assertTrue(
          measured.get("peak_resident_bytes").isNull()
              || measured.get("peak_resident_bytes").asLong() > 1 << 20);
    }
  }

  @Test
  void theTableSaysWhichSettingsAreBest() {
    Cli.Result result =
        Cli.run("bench", "--workload=short,turns", "--conversations=2", "--repeat=1");
    assertEquals(0, result.exitCode(), result.err());
    List<String> lines = result.out().lines().toList();
    assertEquals("Throughput", lines.get(0));
    assertTrue(lines.get(2).startsWith("  short"), result.out());
    assertTrue(lines.get(3).startsWith("  turns"), result.out());
    assertTrue(result.out().contains("\n  best here: --threads "), result.out());
    assertTrue(result.out().contains("--threads 1 "), result.out());
    assertTrue(result.err().contains("decorum: best here: --threads "), result.err());
    assertTrue(result.err().contains("decorum: turns: 10 rows, "), result.err());
    assertTrue(result.err().contains("NOT the CHAI reward model"), result.err());
  }

  /** What is exported is what is measured: scored from the files, it has as many tokens. */
  @Test
  void anExportedWorkloadIsTheMeasuredOne() throws IOException {
    Path target = folder.resolve("new/folder");
    Cli.Result exported = Cli.run("bench", "--conversations=12", "--export", target.toString());
    assertEquals(0, exported.exitCode(), exported.err());
    assertEquals("", exported.out());
    Cli.Result again = Cli.run("bench", "--conversations=12", "--export", target.toString());
    assertEquals(ExitCode.UNUSABLE, again.exitCode());
    assertTrue(again.err().contains(".jsonl: already exists"), again.err());
    Cli.Result measured =
        Cli.run("bench", "--conversations=12", "--repeat=1", "--no-tune", "--format=json", "-q");
    JsonNode workloads = JSON.readTree(measured.out()).get("workloads");
    assertEquals(Workload.values().length, workloads.size());
    for (JsonNode workload : workloads) {
      String name = workload.get("workload").asText();
      String turns = name.equals("turns") ? "bot" : "last";
      Path file = target.resolve(name + ".jsonl");
      assertEquals(
          turns.equals("bot"),
          exported.err().contains(file + ": score it with --turns bot\n"),
          exported.err());
      assertTrue(
          exported
              .err()
              .contains("wrote 12 conversations for a window of 512 tokens to " + file + "\n"),
          exported.err());
      Cli.Result scored =
          Cli.run("score", "-q", file.toString(), "--turns", turns, "--output-format=jsonl");
      assertEquals(0, scored.exitCode(), scored.err());
      long tokens = 0;
      for (String line : scored.out().lines().toList()) {
        tokens += JSON.readTree(line).get("tokens").asLong();
      }
      assertEquals(scored.out().lines().count(), workload.get("rows").asLong(), name);
      assertEquals(tokens, workload.get("tokens").asLong(), name);
    }
  }

  @Test
  void anExportDependsOnTheSeedAlone() throws IOException {
    for (String name : List.of("a", "b")) {
      Cli.run("bench", "--scale=0.1", "--export", folder.resolve(name).toString());
    }
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder.resolve("a"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        names.add(name);
        assertArrayEquals(
            Files.readAllBytes(file), Files.readAllBytes(folder.resolve("b").resolve(name)));
      }
    }
    assertEquals(
        "[bot-mix.jsonl, long.jsonl, rank.jsonl, short.jsonl, turns.jsonl]", names.toString());
  }

  /** Made for the window of the model, which random weights of GPT-2 small's shape need not be. */
  @Test
  void anExportForRandomWeightsWritesNoWeights() throws IOException {
    Cli.Result result =
        Cli.run(
            "bench",
            "--random-weights",
            "--workload=long",
            "--export",
            folder.toString(),
            "--scale=0.1");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("6 conversations for a window of 1024 tokens"), result.err());
    assertEquals(6, Files.readAllLines(folder.resolve("long.jsonl")).size());
  }

  @Test
  void anyModelFolderIsMeasured() throws IOException {
    Cli.Result result =
        new Cli()
            .environment(Map.of("DECORUM_MODEL", Cli.BASE_MODEL))
            .start(
                "bench",
                "--workload=bot-mix",
                "--conversations=3",
                "--repeat=1",
                "--no-tune",
                "--format=json");
    assertEquals(0, result.exitCode(), result.err());
    JsonNode report = JSON.readTree(result.out());
    assertEquals("base", report.at("/model/name").asText());
    assertEquals(128, report.get("max_tokens").asInt());
    assertTrue(
        result.err().contains("the model sees 128 tokens, so conversations are made shorter"),
        result.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--workload=long,tall | 'tall' is not a workload; known are bot-mix, rank, turns, short, long",
        "--scale=0 | --scale must be above 0 and at most 1000, not 0",
        "--scale=NaN | --scale: 'NaN' is not a number",
        "--scale=1 --conversations=2 | --scale and --conversations exclude each other",
        "--conversations=0 | --conversations must be 1 to 10000000, not 0",
        "--repeat=0 | --repeat must be 1 to 1000, not 0",
        "--random-weights -m x | --random-weights and --model exclude each other",
        "--format=junit | a benchmark checks nothing, so it has no JUnit report",
        "--threads=0 | --threads must be a number from 1 to 1024, not 0",
        "-o x.csv | the extension of 'x.csv' is none of"
      })
  void aWrongCommandLineIsRefusedBeforeAnythingIsMeasured(String arguments, String reason) {
    Cli.Result result = Cli.run(with(new String[] {"bench"}, arguments.split(" ", -1)));
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(reason), result.err());
    assertEquals("", result.out());
  }

  @Test
  void aModelThatIsNotThereIsUnusable() {
    Cli.Result result = Cli.run("bench", "-m", folder.resolve("no").toString());
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }
}
