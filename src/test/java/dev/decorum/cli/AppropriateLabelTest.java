package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.score.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores of one label of several are never taken for those of another. */
class AppropriateLabelTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path temp;
  private String model = "";
  private String chats = "";

  @BeforeEach
  void write() throws IOException {
    model = FoldersTest.folder("labels-three-by-name", temp.resolve("model")).toString();
    chats = Chats.write(temp.resolve("chats.jsonl"), 12).toString();
  }

  private Path score(String name, String label, String... further) throws IOException {
    Path out = temp.resolve(name);
    List<String> arguments =
        new ArrayList<>(List.of("score", chats, "-m", model, "--appropriate-label", label, "-o"));
    arguments.add(out.toString());
    arguments.addAll(Arrays.asList(further));
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    return out;
  }

  private int appropriateOf(Path scores) throws IOException {
    return MAPPER
        .readTree(Files.readAllBytes(RunReport.beside(scores)))
        .at("/run/model/appropriate_label")
        .asInt();
  }

  @Test
  void theManifestSaysWhichOutputCounts() throws IOException {
    assertEquals(1, appropriateOf(score("one.csv", "1")));
    assertEquals(2, appropriateOf(score("two.csv", "2")));
  }

  @Test
  void aCacheIsOfOneLabel() throws IOException {
    String cache = temp.resolve("scores.db").toString();
    String one = Files.readString(score("one.csv", "1"));
    assertNotEquals(one, Files.readString(score("two.csv", "2", "--cache", cache)));
    assertEquals(one, Files.readString(score("cached.csv", "1", "--cache", cache)));
    assertEquals(one, Files.readString(score("again.csv", "1", "--cache", cache)));
  }

  @Test
  void aNightOfAnotherLabelIsComputedAnew() {
    String store = temp.resolve("audits.db").toString();
    for (String label : List.of("1", "2")) {
      Cli.Result night =
          Cli.run(
              "audit",
              chats,
              "-m",
              model,
              "--appropriate-label",
              label,
              "--store",
              store,
              "--night",
              "2026-11-0" + label);
      assertEquals(ExitCode.DONE, night.exitCode(), night.err());
      assertFalse(night.out().contains("0 windows were computed"), night.out());
    }
  }

  @Test
  void scoresOfTwoLabelsAreNotComparedOrMerged() throws IOException {
    Path one = score("one.csv", "1", "--shard", "1/2");
    Path two = score("two.csv", "2", "--shard", "2/2");
    String difference = "labels differ: appropriate is output 1 (";
    Cli.Result compared = Cli.run("compare", one.toString(), two.toString());
    assertEquals(ExitCode.UNUSABLE, compared.exitCode(), compared.out());
    assertTrue(compared.err().contains(difference), compared.err());
    Cli.Result merged =
        Cli.run("merge", one.toString(), two.toString(), "-o", temp.resolve("all.csv").toString());
    assertEquals(ExitCode.UNUSABLE, merged.exitCode(), merged.err());
    assertTrue(merged.err().contains(difference), merged.err());
  }

  @Test
  void theIntegerFormsOfTwoLabelsAreMeasuredApart() {
    Cli.Result made =
        Cli.run("model", "quantize", model, "--precision", "int8", "--appropriate-label", "1");
    assertEquals(ExitCode.DONE, made.exitCode(), made.err());
    assertTrue(Cli.run("model", "info", model, "--appropriate-label", "1").out().contains("int8"));
    assertFalse(Cli.run("model", "info", model, "--appropriate-label", "2").out().contains("int8"));
  }

  @Test
  void theDemoModelListensToo() {
    String text = "examples/first-scores/chats.jsonl";
    double usual = mean(Cli.run("score", text));
    assertEquals(1 - usual, mean(Cli.run("score", text, "--appropriate-label", "0")), 1e-8);
    Cli.Result unknown = Cli.run("score", text, "--appropriate-label", "nonsense");
    assertEquals(ExitCode.UNUSABLE, unknown.exitCode(), unknown.out());
    assertTrue(unknown.err().contains("nonsense"), unknown.err());
  }

  private static double mean(Cli.Result result) {
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    return result
        .out()
        .lines()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[2]))
        .average()
        .orElse(Double.NaN);
  }
}
