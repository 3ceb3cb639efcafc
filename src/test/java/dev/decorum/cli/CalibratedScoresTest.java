package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.score.CalibrationMethod;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From labels to a calibration, and from a calibration to scores. */
class CalibratedScoresTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Path chats = Path.of("");
  private Path calibration = Path.of("");

  /** Fits a calibration, and gives it a line that is easy to follow: 2 * logit - 0.5. */
  @BeforeEach
  void fit() throws IOException {
    chats = Chats.write(folder.resolve("chats.jsonl"), 40);
    calibration = folder.resolve("calibration.json");
    Path scores = folder.resolve("labelled.csv");
    assertEquals(0, score("--keep=label", "-o", scores.toString()).exitCode());
    Path labelled = EvaluateCommandTest.relabelled(scores, folder.resolve("relabelled.csv"));
    Cli.Result fitted =
        Cli.run(
            "evaluate",
            labelled.toString(),
            "--calibrate=platt",
            "--resamples=99",
            "--calibration",
            calibration.toString());
    assertEquals(0, fitted.exitCode(), fitted.err());
    change(calibration, "", "slope", "2");
    change(calibration, "", "intercept", "-0.5");
  }

  private Cli.Result score(String... options) {
    return new Cli().start(arguments(options));
  }

  private String[] arguments(String... options) {
    List<String> all = new ArrayList<>(List.of("score", "-m", Cli.BASE_MODEL, chats.toString()));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  private Cli.Result calibrated(String... options) {
    return score(
        Stream.concat(Stream.of("--calibrated", calibration.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static void change(Path file, String pointer, String field, String json)
      throws IOException {
    JsonNode tree = JSON.readTree(file.toFile());
    ((ObjectNode) tree.at(pointer)).set(field, JSON.readTree(json));
    JSON.writeValue(file.toFile(), tree);
  }

  @Test
  void jsonLinesHaveTheCalibratedProbabilityAndNothingElseChanges() throws IOException {
    Cli.Result result = calibrated("--output-format=jsonl");
    assertEquals(0, result.exitCode(), result.err());
    List<String> raw = score("--output-format=jsonl").out().lines().toList();
    List<String> rows = result.out().lines().toList();
    assertEquals(raw.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      ObjectNode row = (ObjectNode) JSON.readTree(rows.get(i));
      double logit =
          (double) row.get("logit_appropriate").floatValue()
              - row.get("logit_inappropriate").floatValue();
      assertEquals(
          1 / (1 + Math.exp(0.5 - 2 * logit)), row.get("calibrated_probability").asDouble(), 1e-9);
      row.remove("calibrated_probability");
      assertEquals(JSON.readTree(raw.get(i)), row);
    }
  }

  @Test
  void csvHasTheColumnBehindTheRawProbability() {
    List<String> raw = score().out().lines().toList();
    List<String> rows = calibrated().out().lines().toList();
    assertTrue(
        rows.get(0).startsWith("id,bot_name,appropriate_probability,calibrated_probability,base"),
        rows.get(0));
    for (int i = 1; i < rows.size(); i++) {
      List<String> cells = new ArrayList<>(List.of(rows.get(i).split(",", -1)));
      double logit = (double) Float.parseFloat(cells.get(6)) - Float.parseFloat(cells.get(5));
      assertEquals(
          String.format(Locale.ROOT, "%.9f", 1 / (1 + Math.exp(0.5 - 2 * logit))), cells.get(3));
      cells.remove(3);
      assertEquals(raw.get(i), String.join(",", cells));
    }
  }

  @Test
  void aTerminalShowsItToo() {
    Cli.Result result =
        new Cli().onTerminal().start(arguments("--calibrated", calibration.toString()));
    assertEquals(0, result.exitCode(), result.err());
    String header = result.out().lines().findFirst().orElse("");
    assertTrue(header.contains(" appropriate  calibrated     delta "), header);
  }

  @Test
  void aScoreFileWithTheColumnIsReadBackByItsRawProbabilities() throws IOException {
    Path with = folder.resolve("with.csv");
    Path without = folder.resolve("without.csv");
    assertEquals(0, calibrated("--keep=label", "-o", with.toString()).exitCode());
    assertEquals(
        new RunManifest.CalibrationEntry(CalibrationMethod.PLATT, 2, -0.5),
        RunReport.readManifest(RunReport.beside(with)).calibration());
    assertEquals(0, score("--keep=label", "-o", without.toString()).exitCode());
    String[] question = {"evaluate", "", "--resamples=99"};
    question[1] = with.toString();
    String one = Cli.run(question).out();
    question[1] = without.toString();
    assertEquals(Cli.run(question).out(), one);
    assertTrue(one.startsWith("40 labelled conversations"), one);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--formatter=vicuna | formatters differ: pygmalion and vicuna",
        "--history=3 | history windows differ: the last 10 messages and the last 3 messages",
        "--max-tokens=64 | truncation differs: the last 128 tokens and the last 64 tokens",
        "--turns=all | turns differ: last and all",
        "--model=src/test/resources/checkpoints/relu | models differ: base (config.json ",
      })
  void aCalibrationOfAnotherRunIsRefused(String option, String difference) {
    Path output = folder.resolve("out.csv");
    List<String> arguments = new ArrayList<>(List.of("score", chats.toString(), "-q", option));
    if (!option.startsWith("--model")) {
      arguments.add("--model=" + Cli.BASE_MODEL);
    }
    arguments.addAll(List.of("--calibrated", calibration.toString(), "-o", output.toString()));
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(
        result
            .err()
            .startsWith(
                "decorum: " + calibration + ": this calibration is for another run: " + difference),
        result.err());
    assertFalse(Files.exists(output));
  }

  @Test
  void aBrokenCalibrationIsNoInternalError() throws IOException {
    String whole = Files.readString(calibration);
    for (String broken :
        List.of(
            "",
            "[]",
            "{}",
            "null",
            whole.substring(0, whole.length() / 2),
            whole.replace("\"slope\":2", "\"slope\":NaN"),
            whole.replace("\"slope\":2", "\"slope\":\"NaN\""),
            whole.replace("\"slope\":2", "\"slope\":0"),
            whole.replace("\"slope\":2", "\"slope\":\"two\""),
            whole.replace("\"intercept\":-0.5", "\"intercept\":null"),
            whole.replace("\"platt\"", "\"guess\""),
            whole.replace("\"model\":{", "\"model\":7,\"x\":{"),
            whole.replaceFirst("\"model.safetensors\":\"[0-9a-f]+\"", "\"m.safetensors\":null"),
            "[".repeat(10 << 20))) {
      assertFalse(broken.equals(whole));
      Files.writeString(calibration, broken);
      Cli.Result result = calibrated("-q");
      assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
      assertEquals("", result.out());
      assertTrue(
          result.err().startsWith("decorum: " + calibration + ": holds no calibration"),
          result.err());
      assertTrue(result.err().length() < 1_000, result.err());
    }
    Files.delete(calibration);
    assertEquals(ExitCode.UNUSABLE, calibrated("-q").exitCode());
  }

  @Test
  void theCalibrationIsNotOverwritten() throws IOException {
    String before = Files.readString(calibration);
    for (String option : List.of("-o", "--summary", "--rejects")) {
      Cli.Result result = calibrated("--output-format", "csv", option, calibration.toString());
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
      assertTrue(result.err().contains("is an input; it would be overwritten"), result.err());
    }
    assertEquals(before, Files.readString(calibration));
  }

  @Test
  void noFieldMayTakeTheColumnsName() {
    Cli.Result result = score("--keep=calibrated_probability");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("'calibrated_probability' cannot be kept"), result.err());
  }
}
