package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.infer.TestLibraries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of standard output may go at any time, as {@code head} does. */
class ClosedPipesTest {
  private static final String CHATS = "examples/first-scores/chats.jsonl";
  private static final String PAIRS = "examples/rank-replies/candidates.jsonl";

  @TempDir private static Path folder;

  /** Takes some bytes, and then is closed. */
  private static final class ClosedPipe extends OutputStream {
    private int left;
    private boolean used;

    ClosedPipe(int left) {
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      used = true;
      if (left-- <= 0) {
        throw new IOException("Broken pipe");
      }
    }
  }

  @BeforeAll
  static void makeInputs() throws IOException {
    TestLibraries.prepare();
    Chats.write(folder.resolve("rated.jsonl"), 24);
    run("score -q MODEL CHATS -o FOLDER/scores.csv");
    run("score -q MODEL FOLDER/rated.jsonl --keep label,channel -o FOLDER/rated.csv");
    run("audit -q MODEL CHATS --store FOLDER/a.db -o FOLDER/a.txt --night 2026-11-24");
    Path training = Files.createDirectory(folder.resolve("training"));
    Files.copy(
        Path.of("src/test/resources/training/curves.jsonl"), training.resolve("trainer_log.jsonl"));
  }

  private static void run(String command) {
    Cli.Result result = Cli.run(words(command));
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
  }

  private static String[] words(String command) {
    return command
        .replace("CHATS", CHATS)
        .replace("PAIRS", PAIRS)
        .replace("MODEL", "-m " + Cli.BASE_MODEL)
        .replace("FOLDER", folder.toString())
        .split(" ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score -q MODEL CHATS --output-format csv",
        "score -q MODEL CHATS --output-format jsonl",
        "score -q MODEL CHATS --output-format table",
        "score -q MODEL CHATS --turns all",
        "evaluate -q FOLDER/rated.csv --resamples 99 --format text",
        "evaluate -q FOLDER/rated.csv --resamples 99 --format md",
        "evaluate -q FOLDER/rated.csv --resamples 99 --format json",
        "evaluate -q FOLDER/rated.csv --resamples 99 --format html",
        "evaluate -q FOLDER/rated.csv --resamples 99 --format junit",
        "compare -q FOLDER/rated.csv FOLDER/rated.csv --resamples 99 --format text",
        "compare -q FOLDER/rated.csv FOLDER/rated.csv --resamples 99 --format md",
        "compare -q FOLDER/rated.csv FOLDER/rated.csv --resamples 99 --format json",
        "compare -q FOLDER/rated.csv FOLDER/rated.csv --resamples 99 --format html",
        "compare -q FOLDER/rated.csv FOLDER/rated.csv --resamples 99 --format junit",
        "audit -q MODEL CHATS --store FOLDER/a.db --format md",
        "audit -q MODEL CHATS --store FOLDER/a.db --format json",
        "audit -q MODEL CHATS --store FOLDER/a.db --format html",
        "audit -q MODEL CHATS --store FOLDER/a.db --format junit",
        "audit history --store FOLDER/a.db --format text",
        "audit history --store FOLDER/a.db --format md",
        "audit history --store FOLDER/a.db --format json",
        "audit history --store FOLDER/a.db --format html",
        "audit history --store FOLDER/a.db --format junit",
        "audit history --sql",
        "rank -q MODEL PAIRS --output-format csv",
        "rank -q MODEL PAIRS --output-format jsonl",
        "rank -q MODEL PAIRS --output-format table",
        "rank -q MODEL PAIRS --best-of",
        "rank -q MODEL PAIRS --pairs dpo --min-margin 0",
        "rank -q MODEL PAIRS --pairs kto --min-margin 0",
        "report -q FOLDER/scores.csv --resamples 99 --format text",
        "report -q FOLDER/scores.csv --resamples 99 --format md",
        "report -q FOLDER/scores.csv --resamples 99 --format json",
        "report -q FOLDER/scores.csv --resamples 99 --format html",
        "report -q FOLDER/scores.csv --resamples 99 --format junit",
        "report -q FOLDER/training --format text",
        "report -q FOLDER/training --format md",
        "report -q FOLDER/training --format json",
        "report -q FOLDER/training --format html",
        "explain -q MODEL CHATS --id tea --format text",
        "explain -q MODEL CHATS --id tea --format md",
        "explain -q MODEL CHATS --id tea --format json",
        "explain -q MODEL CHATS --id tea --format html",
        "inspect CHATS",
        "inspect CHATS --json",
        "show -q MODEL CHATS",
        "show -q MODEL CHATS --json",
        "model info " + Cli.BASE_MODEL,
        "model info --json " + Cli.BASE_MODEL,
        "--help",
        "help score",
        "--version",
        "generate-completion"
      })
  void aReaderThatGoesEndsACommandQuietly(String command) {
    for (int bytes : new int[] {0, 10}) {
      endsQuietly(new Cli(), bytes, command);
    }
  }

  private static void endsQuietly(Cli cli, int bytes, String command) {
    ClosedPipe out = new ClosedPipe(bytes);
    Cli.Result result = cli.start(out, words(command));
    assertTrue(out.used, "nothing was written");
    assertEquals("", result.err());
    assertEquals(ExitCode.DONE, result.exitCode());
  }

  @Test
  void aBenchmarkEndsQuietly() {
    endsQuietly(
        new Cli(), 0, "bench -q MODEL --workload short --conversations 2 --repeat 1 --no-tune");
  }

  @Test
  void theListOfModelsEndsQuietly() throws IOException {
    Path repository = folder.resolve("hub/models--owner--name");
    String commit = "0123456789abcdef0123456789abcdef01234567";
    Files.createDirectories(repository.resolve("snapshots/" + commit));
    Files.writeString(Files.createDirectories(repository.resolve("refs")).resolve("main"), commit);
    Map<String, String> environment = Map.of("HF_HUB_CACHE", folder.resolve("hub").toString());
    for (String command : new String[] {"model list", "model list --json"}) {
      endsQuietly(new Cli().environment(environment), 10, command);
    }
  }

  @Test
  void otherFilesAreWrittenAllTheSame() throws IOException {
    for (String command : new String[] {"score CHATS", "rank PAIRS"}) {
      Path summary = folder.resolve("summary.json");
      Path page = folder.resolve("page.html");
      Cli.Result result =
          new Cli()
              .start(
                  new ClosedPipe(10),
                  words(command + " -q MODEL --summary " + summary + " --html " + page));
      assertEquals("", result.err());
      assertEquals(ExitCode.DONE, result.exitCode());
      assertTrue(Files.deleteIfExists(summary) && Files.deleteIfExists(page), command);
    }
  }

  /** A report that nobody has read to its end is no reason to deploy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "compare -q FOLDER/rated.csv FOLDER/scores.csv --names a,b --pairing none --resamples 99"
            + " --gate --margin 0.000001 --fail-if not-better",
        "audit -q MODEL CHATS --store FOLDER/a.db --fail-if mean<1",
        "inspect examples/bad-rows/mixed.jsonl"
      })
  void aGateFailsAllTheSame(String command) {
    Cli.Result read = Cli.run(words(command));
    int expected = read.exitCode();
    assertTrue(expected == ExitCode.GATE || expected == ExitCode.INCONCLUSIVE, read.err());
    Cli.Result result = new Cli().start(new ClosedPipe(10), words(command));
    assertEquals(read.err(), result.err());
    assertEquals(expected, result.exitCode());
  }
}
