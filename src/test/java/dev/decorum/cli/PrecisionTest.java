package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --precision}, and what else decides how the model is run, from the command line. */
class PrecisionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private List<JsonNode> score(String... flags) throws IOException {
    Path out = folder.resolve("scores.jsonl");
    Files.deleteIfExists(out);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                "examples/judge-the-judge/rated.jsonl",
                "examples/every-bot-turn/chat.jsonl",
                "--model",
                Cli.BASE_MODEL,
                "--turns",
                "all",
                "-o",
                out.toString()));
    arguments.addAll(List.of(flags));
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private String manifestPrecision() throws IOException {
    return JSON.readTree(folder.resolve("scores.jsonl.manifest.json").toFile())
        .findValue("precision")
        .asText();
  }

  private static double largest(List<JsonNode> a, List<JsonNode> b) {
    assertEquals(a.size(), b.size());
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      assertEquals(a.get(i).get("window_sha256"), b.get(i).get("window_sha256"));
      for (String logit : List.of("logit_inappropriate", "logit_appropriate")) {
        largest =
            Math.max(
                largest, Math.abs(a.get(i).get(logit).asDouble() - b.get(i).get(logit).asDouble()));
      }
    }
    return largest;
  }

  @Test
  void integersComeCloseAndTheManifestSaysSo() throws IOException {
    List<JsonNode> exact = score();
    assertEquals("fp32", manifestPrecision());
    assertEquals(0, largest(exact, score("--precision", "fp32")));
    double three = largest(exact, score("--precision", "int8x3"));
    assertEquals("int8x3", manifestPrecision());
    double one = largest(exact, score("--precision", "int8"));
    assertEquals("int8", manifestPrecision());
    assertTrue(three > 0 && three < 2e-3, "int8x3 is off by " + three);
    assertTrue(one > three && one < 0.2, "int8 is off by " + one);
  }

  @Test
  void noFlagOfTheScheduleChangesAScore() throws IOException {
    for (String precision : List.of("fp32", "int8x3", "int8")) {
      List<JsonNode> expected = score("--precision", precision);
      // Not a bit in integers; in float32 the order of sums differs for a single row.
      double most = precision.equals("fp32") ? 1e-6 : 0;
      for (List<String> flags :
          List.of(
              List.of("--threads", "1"),
              List.of("--threads", "4", "--batch-tokens", "1"),
              List.of("--batch-tokens", "100", "--prefix-cache-mb", "0"),
              List.of("--batch-tokens", "5000"))) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of("--precision", precision));
        double off = largest(expected, score(all.toArray(String[]::new)));
        assertTrue(off <= most, precision + " " + flags + " is off by " + off);
      }
    }
  }

  @Test
  void whatIsNoPrecisionOrNotHereIsSaid() {
    Cli.Result unknown = Cli.run("score", "examples/first-scores/chats.jsonl", "--precision", "x");
    assertEquals(2, unknown.exitCode());
    assertTrue(
        unknown
            .err()
            .contains("'x' is not a precision; known are auto, fp32, int8x3, int8 and fp16"),
        unknown.err());
    Cli.Result half =
        Cli.run(
            "score", "examples/first-scores/chats.jsonl", "--precision", "fp16", "--device", "cpu");
    assertEquals(ExitCode.UNUSABLE, half.exitCode());
    assertTrue(half.err().contains("precision fp16 is for GPUs"), half.err());
    Cli.Result exported =
        Cli.run(
            "score",
            "examples/first-scores/chats.jsonl",
            "--model",
            "src/test/resources/checkpoints/onnx",
            "--precision",
            "int8");
    assertEquals(ExitCode.UNUSABLE, exported.exitCode());
    assertTrue(exported.err().contains("only a checkpoint can be quantized"), exported.err());
  }
}
