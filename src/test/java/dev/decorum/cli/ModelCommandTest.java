package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into a model folder. */
class ModelCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /** A card of the form that CHAI's has, over numbers of the reference implementation. */
  private void writeCard(double shift) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(Cli.BASE_MODEL))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    StringBuilder card = new StringBuilder("# Model\n\n```python\nfrom x import y\n");
    int examples = 0;
    for (String line : Files.readAllLines(Path.of("src/test/resources/parity/base.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      String text = row.get("text").asText();
      if (text.endsWith("\n") && text.matches("[\\n\\x20-\\x7E&&[^\\\\\"]]+") && examples < 2) {
        examples++;
        double p = row.get("appropriate_probability").asDouble() + shift;
        card.append("payload = \"\"\"").append(text).append("\"\"\"\nprint(score(payload))\n```\n");
        card.append("```\nAppropriate Probability: ")
            .append(String.format(Locale.ROOT, "%.3f", p))
            .append("\n```\n```python\n");
      }
    }
    assertEquals(2, examples);
    Files.writeString(folder.resolve("README.md"), card + "```\n");
  }

  @Test
  void aCardThatTellsTheTruthIsReproduced() throws IOException {
    writeCard(0);
    Cli.Result result = Cli.run("model", "verify", folder.toString());
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertEquals(2, result.out().lines().filter(line -> line.endsWith(": reproduced")).count());
  }

  @Test
  void aCardThatIsOffByTwoThousandthsIsNot() throws IOException {
    writeCard(0.002);
    Cli.Result result = Cli.run("model", "verify", folder.toString());
    assertEquals(ExitCode.GATE, result.exitCode(), result.out());
    assertEquals(2, result.out().lines().filter(line -> line.endsWith(": DIFFERS")).count());
  }

  @Test
  void infoShowsWhatWasUnderstood() throws IOException {
    Cli.Result result = Cli.run("model", "info", Cli.BASE_MODEL);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result
            .out()
            .contains("2 layers, 4 heads, width 32, inner width 128, 128 positions, 1,025 tokens"),
        result.out());
    assertTrue(
        result.out().matches("(?s).*\\n  [0-9a-f]{64}  model\\.safetensors\\n.*"), result.out());
    JsonNode json = JSON.readTree(Cli.run("model", "info", "--json", Cli.BASE_MODEL).out());
    assertEquals(64, json.at("/sha256/config.json").asText().length());
    assertEquals("base", json.get("name").asText());
  }

  @Test
  void whatDecorumJsonPinsIsTheDefaultOfARun() throws IOException {
    writeCard(0);
    Files.writeString(
        folder.resolve("decorum.json"),
        "{\"name\":\"house model\",\"formatter\":\"xlreward\",\"history\":3,\"baseline\":0.4,"
            + "\"appropriate_label\":0,\"max_tokens\":64}");
    Path input =
        Files.writeString(
            folder.resolve("in.jsonl"),
            "{\"id\":\"a\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"hi\"}]}\n");
    Path summary = folder.resolve("s.json");
    Cli.Result result =
        Cli.run(
            "score",
            "-m",
            folder.toString(),
            input.toString(),
            "--summary",
            summary.toString(),
            "--output-format=jsonl");
    assertEquals(0, result.exitCode(), result.err());
    JsonNode run = JSON.readTree(summary.toFile()).get("run");
    assertEquals("house model", run.at("/model/name").asText());
    assertEquals("xlreward", run.at("/formatter/name").asText());
    assertEquals(3, run.at("/window/history").asInt());
    assertEquals(64, run.at("/window/max_tokens").asInt());
    assertEquals(0.4, run.get("baseline").asDouble());
    JsonNode row = JSON.readTree(result.out());
    JsonNode swapped =
        JSON.readTree(
            Cli.run(
                    "score",
                    "-m",
                    Cli.BASE_MODEL,
                    "--formatter=xlreward",
                    input.toString(),
                    "--output-format=jsonl")
                .out());
    assertEquals(
        1 - swapped.get("appropriate_probability").asDouble(),
        row.get("appropriate_probability").asDouble(),
        1e-8);
  }

  @Test
  void quantizeMakesBothFormsAndInfoTellsHowTheyAgree() throws IOException {
    writeCard(0);
    Cli.Result made = Cli.run("model", "quantize", folder.toString());
    assertEquals(0, made.exitCode(), made.err());
    assertTrue(made.err().contains("making the int8x3 form of "), made.err());
    assertTrue(
        made.out().contains("  int8x3          probabilities differ by at most "), made.out());
    assertTrue(
        made.out().contains("  int8            probabilities differ by at most "), made.out());
    assertTrue(made.out().contains(" windows of the bundled sample"), made.out());
    Cli.Result info = Cli.run("model", "info", folder.toString());
    made.out().lines().forEach(line -> assertTrue(info.out().contains(line), info.out()));
    JsonNode json =
        JSON.readTree(Cli.run("model", "info", folder.toString(), "--json").out())
            .get("agreement")
            .get("int8x3");
    assertTrue(json.get("max_delta").asDouble() < 2e-3, json.toString());
    assertTrue(json.get("p99_delta").asDouble() <= json.get("max_delta").asDouble());
    assertTrue(json.get("rows").asInt() > 100, json.toString());
  }

  @Test
  void quantizeTakesTheUsersOwnConversations() throws IOException {
    writeCard(0);
    Path chats = folder.resolve("chats.jsonl");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append("{\"bot_name\":\"Tom\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"Hi ")
          .append(i)
          .append("\"},{\"sender\":\"Tom\",\"message\":\"hello\"}]}\n");
    }
    Files.writeString(chats, rows);
    Cli.Result made =
        Cli.run(
            "model",
            "quantize",
            folder.toString(),
            "--precision",
            "int8",
            "--calibrate",
            chats.toString());
    assertEquals(0, made.exitCode(), made.err());
    // Every other conversation is measured, at each of its two messages.
    assertTrue(made.out().contains("measured on 20 windows of " + chats), made.out());
    assertTrue(!made.out().contains("int8x3"), made.out());
    Files.writeString(chats, rows.substring(0, rows.indexOf("\n") + 1));
    Cli.Result tooFew =
        Cli.run("model", "quantize", folder.toString(), "--calibrate", chats.toString());
    assertEquals(ExitCode.UNUSABLE, tooFew.exitCode());
    assertTrue(tooFew.err().contains("at least two conversations are needed"), tooFew.err());
  }

  @Test
  void quantizeComplainsOfWhatItCannotDo() {
    Cli.Result unknown = Cli.run("model", "quantize", Cli.BASE_MODEL, "--precision", "fp32");
    assertEquals(2, unknown.exitCode());
    assertTrue(
        unknown.err().contains("'fp32' is not a precision; known are int8x3, int8 and all"),
        unknown.err());
    Cli.Result exported = Cli.run("model", "quantize", "src/test/resources/checkpoints/onnx");
    assertEquals(ExitCode.UNUSABLE, exported.exitCode());
    assertTrue(exported.err().contains("only a checkpoint can be quantized"), exported.err());
  }
}
