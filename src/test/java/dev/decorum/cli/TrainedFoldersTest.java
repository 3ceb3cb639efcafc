package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.train.LogEntry;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Training computes what Hugging Face computes, whatever the trait of a model's folder: each is
 * trained for a step at the rate 0, and so evaluated without being changed.
 */
class TrainedFoldersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Case(JsonNode json, JsonNode texts) {
    @Override
    public String toString() {
      return json.get("case").asText();
    }
  }

  /** Everything that can be scored, but rewards, three labels, and what cannot be trained. */
  static Stream<Case> cases() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/folders/folders.jsonl"));
    JsonNode texts = JSON.readTree(lines.get(0)).get("texts");
    List<Case> cases = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Case each = new Case(JSON.readTree(line), texts);
      if (each.json().has("p")
          && !each.json().has("reward")
          && !each.toString().startsWith("labels-three")
          && !each.toString().equals("activation-xielu")) {
        cases.add(each);
      }
    }
    assertTrue(cases.size() > 40, cases.toString());
    return cases.stream();
  }

  private static int label(int row) {
    return row % 3 == 0 ? 1 : 0;
  }

  private static Path labelled(Path file, JsonNode texts) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      ObjectNode row = JSON.createObjectNode().put("id", "t" + i).put("label", label(i));
      row.set("text", texts.get(i));
      lines.add(row.toString());
    }
    return Files.write(file, lines);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluationsAreThoseOfHuggingFace(Case each, @TempDir Path temp) throws IOException {
    Path texts = labelled(temp.resolve("texts.jsonl"), each.texts());
    Path output = temp.resolve("trained");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                texts.toString(),
                "--validation=" + texts,
                "-m",
                FoldersTest.folder(each.toString(), temp.resolve("model")).toString(),
                "-o",
                output.toString(),
                "--max-steps=1",
                "--warmup-steps=1",
                "--eval-batch-size=3",
                "--threads=1",
                "--device=cpu"));
    each.json().get("args").forEach(argument -> arguments.add(argument.asText()));
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());

    JsonNode expected = each.json().get("p");
    double loss = 0;
    for (int i = 0; i < expected.size(); i++) {
      double right = expected.get(i).doubleValue();
      loss -= Math.log(label(i) == 1 ? right : 1 - right) / expected.size();
    }
    List<LogEntry.Evaluated> evaluations =
        TrainingLog.read(output.resolve(TrainingLog.FILE)).evaluations();
    assertEquals(loss, evaluations.get(0).loss(), 5e-6, "libtorch");

    List<String> scores = Files.readAllLines(output.resolve(Training.VALIDATION_SCORES));
    int column = List.of(scores.get(0).split(",", -1)).indexOf("appropriate_probability");
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          expected.get(i).doubleValue(),
          Double.parseDouble(scores.get(i + 1).split(",", -1)[column]),
          1e-6,
          "ONNX Runtime, row " + i);
    }
    Cli.Result verified = Cli.run("model", "verify", output.toString());
    assertEquals(ExitCode.DONE, verified.exitCode(), verified.err() + verified.out());
  }
}
