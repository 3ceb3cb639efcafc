package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.infer.TestLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file that was asked for is named once it is in place, in the same words everywhere. */
class WrittenFilesTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void makeInputs() throws IOException {
    TestLibraries.prepare();
    Chats.write(folder.resolve("rated.jsonl"), 24);
    for (String command :
        List.of(
            "score -q MODEL FOLDER/rated.jsonl --keep label -o FOLDER/rated.csv",
            "audit -q MODEL CHATS --store FOLDER/a.db -o FOLDER/a.txt --night 2026-11-24")) {
      Cli.Result result = Cli.run(words(command));
      assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    }
  }

  private static String[] words(String command) {
    return command
        .replace("CHATS", "examples/first-scores/chats.jsonl")
        .replace("REPLIES", "examples/rank-replies/candidates.jsonl --min-margin 0 --pairs")
        .replace("MODEL", "-m " + Cli.BASE_MODEL)
        .replace("FOLDER", folder.toString())
        .split(" ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score MODEL CHATS -o | s.csv | the scores",
        "score MODEL CHATS --summary | s.json | the summary",
        "score MODEL CHATS --html | s.html | the page",
        "score MODEL examples/bad-rows/mixed.jsonl --rejects | r.jsonl | 3 rejected rows",
        "report FOLDER/rated.csv --resamples 99 -o | r.html | the report",
        "evaluate FOLDER/rated.csv --resamples 99 -o | e.md | the report",
        "evaluate FOLDER/rated.csv --resamples 99 --html | e.html | the page",
        "compare FOLDER/rated.csv FOLDER/rated.csv --resamples 99 -o | c.json | the report",
        "audit MODEL CHATS --store FOLDER/a.db -o | a.xml | the report",
        "audit MODEL CHATS --store FOLDER/a.db --metrics | a.prom | the numbers",
        "audit history --store FOLDER/a.db -o | h.html | the report",
        "rank MODEL examples/rank-replies/candidates.jsonl -o | ra.csv | the ranking",
        "rank MODEL examples/rank-replies/candidates.jsonl --best-of -o | b.csv | the best replies",
        "explain MODEL CHATS --id tea -o | x.html | the report",
        "merge FOLDER/rated.csv -o | m.csv | 24 rows of 1 score file",
      })
  void aFileIsNamed(String command, String file, String content) {
    Path output = folder.resolve(file);
    Cli.Result result = Cli.run(words(command + " " + output));
    assertTrue(Files.exists(output), result.err());
    String line = "decorum: wrote " + content + " to " + output;
    assertEquals(1, result.err().lines().filter(line::equals).count(), result.err());
    Cli.Result quiet = Cli.run(words(command + " " + output + " -q"));
    assertFalse(quiet.err().contains("wrote"), quiet.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score MODEL CHATS",
        "report FOLDER/rated.csv --resamples 99",
        "report FOLDER/rated.csv --resamples 99 --format json",
        "evaluate FOLDER/rated.csv --resamples 99",
        "compare FOLDER/rated.csv FOLDER/rated.csv --resamples 99",
        "audit history --store FOLDER/a.db --format csv",
        "rank MODEL examples/rank-replies/candidates.jsonl",
        "rank MODEL REPLIES dpo",
        "explain MODEL CHATS --id tea",
      })
  void aMinusIsStandardOutput(String command) {
    Cli.Result plain = Cli.run(words(command));
    Cli.Result result = Cli.run(words(command + " -o -"));
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    assertFalse(result.out().isBlank());
    assertEquals(plain.out(), result.out());
    assertFalse(Files.exists(Path.of("-")), "a file named -");
    assertFalse(result.err().contains("wrote"), result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dpo", "kto"})
  void bothFilesOfASplitAreNamed(String kind) {
    Path pairs = folder.resolve(kind + ".jsonl");
    Cli.Result result = Cli.run(words("rank MODEL REPLIES " + kind + " --split 0.5 -o " + pairs));
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    String rows = kind.equals("dpo") ? "pairs?" : "labelled repl(y|ies)";
    for (String part : List.of("train", "validation")) {
      String line = "decorum: wrote \\d+ " + rows + " for " + part + " to .*-" + part + ".jsonl";
      assertEquals(
          1, result.err().lines().filter(each -> each.matches(line)).count(), result.err());
    }
  }
}
