package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.store.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --dry-run}: what a run would do, with nothing written. */
class DryRunTest {
  @TempDir Path folder;
  private Path chats;

  @BeforeEach
  void copyChats() throws IOException {
    chats = folder.resolve("chats.jsonl");
    Files.copy(Path.of("src/test/resources/parity/base.jsonl"), chats);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Every file and folder, with its content and the time of its last change. */
  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(
          file -> {
            try {
              state.put(
                  file.toString(),
                  Files.getLastModifiedTime(file)
                      + (Files.isDirectory(file) ? "" : new String(bytes(file))));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return state;
  }

  private static char[] bytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    char[] text = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      text[i] = (char) bytes[i];
    }
    return text;
  }

  /** Runs a command dry, and makes sure that the folder stays as it was. */
  private Cli.Result dry(int exitCode, String... arguments) throws IOException {
    Map<String, String> before = state();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--dry-run");
    Cli.Result result = Cli.run(all.toArray(String[]::new));
    assertEquals(exitCode, result.exitCode(), result.out() + result.err());
    assertEquals(before, state());
    return result;
  }

  private static void assertSays(Cli.Result result, String... texts) {
    String out = result.out().replaceAll("\\s+", " ");
    for (String text : texts) {
      assertTrue(out.contains(text), text + " is missing in\n" + result.out());
    }
  }

  @Test
  void aScoreNamesWhatIsReadUsedAndWritten() throws IOException {
    Files.writeString(folder.resolve("page.html"), "old");
    assertSays(
        dry(
            ExitCode.DONE,
            "score",
            "-m",
            Cli.BASE_MODEL,
            chats.toString(),
            "-o",
            path("s.csv"),
            "--html",
            path("page.html"),
            "--rejects",
            path("r.jsonl"),
            "--cache",
            path("c.db"),
            "--threads=1",
            "--history=3"),
        "inputs " + chats + ", ",
        "read as ",
        "first ",
        "model base, in ",
        "window the last 3 messages in the format ",
        "computed on cpu in fp32, with 1 thread",
        "writes " + path("s.csv") + ", new",
        "writes " + path("s.csv.manifest.json") + ", new",
        "writes " + path("page.html") + ", which replaces the one there",
        "writes " + path("r.jsonl") + ", new",
        "store " + path("c.db") + ", new",
        "Nothing was written");
  }

  @Test
  void aJournalIsToldAndKept() throws IOException {
    Files.writeString(folder.resolve("s.csv.journal"), "anything");
    String[] score = {"score", "-m", Cli.BASE_MODEL, chats.toString(), "-o", path("s.csv")};
    assertSays(dry(ExitCode.DONE, score), "goes on from there");
  }

  @Test
  void integersThatAreMissingAreNotMade() throws IOException {
    assertSays(
        dry(
            ExitCode.DONE,
            "score",
            "-m",
            Cli.BASE_MODEL,
            chats.toString(),
            "--precision=int8",
            "--limit=2"),
        "2 rows",
        "in int8");
  }

  @Test
  void anAuditNamesTheNightAndLeavesTheStore() throws IOException {
    String store = path("audits.db");
    String[] audit = {
      "audit", "-m", Cli.BASE_MODEL, chats.toString(), "--store", store, "--night=2026-11-24"
    };
    assertSays(
        dry(ExitCode.DONE, audit), "night 2026-11-24 of nightly;", "store " + store + ", new");
    History.open(Path.of(store), true).close();
    assertSays(dry(ExitCode.DONE, audit), "store " + store + ", with 0 scores and 0 nights");
  }

  @Test
  void aRankingNamesItsContextsAndBothFilesOfASplit() throws IOException {
    assertSays(
        dry(
            ExitCode.DONE,
            "rank",
            "-m",
            Cli.BASE_MODEL,
            chats.toString(),
            "--group=id",
            "--pairs=dpo",
            "--split=0.5",
            "-o",
            path("p.jsonl")),
        "contexts rows with the same id answer the same",
        path("p-train.jsonl") + ", new",
        path("p-validation.jsonl") + ", new");
  }

  @Test
  void aTrainingNamesItsDataItsRecipeAndItsUpdates() throws IOException {
    Path labelled = folder.resolve("labelled.jsonl");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append("{\"id\": \"c")
          .append(i)
          .append("\", \"text\": \"Mara: word")
          .append(i)
          .append("\", \"label\": ")
          .append(i % 2)
          .append("}\n");
    }
    Files.writeString(labelled, rows);
    assertSays(
        dry(
            ExitCode.DONE,
            "train",
            "-m",
            Cli.BASE_MODEL,
            labelled.toString(),
            "--validation",
            labelled.toString(),
            "--device=cpu",
            "--num-epochs=3",
            "--train-batch-size=4",
            "-o",
            path("judge")),
        "rows 20 to learn from, 20 to compare checkpoints by",
        "learning_rate = ",
        "updates 15",
        "writes " + path("judge") + ", new");
  }

  @Test
  void errorsAreThoseOfTheRun() throws IOException {
    String[] missing = {"score", "-m", Cli.BASE_MODEL, path("none.jsonl")};
    assertEquals(Cli.run(missing).err(), dry(ExitCode.UNUSABLE, missing).err());
    String[] overwriting = {
      "score", "-m", Cli.BASE_MODEL, chats.toString(), "--summary", chats.toString()
    };
    assertEquals(Cli.run(overwriting).err(), dry(ExitCode.USAGE, overwriting).err());
    String[] noFolder = {
      "audit", "-m", Cli.BASE_MODEL, chats.toString(), "--store", path("no/such/a.db")
    };
    assertEquals(Cli.run(noFolder).err(), dry(ExitCode.UNUSABLE, noFolder).err());
  }

  @Test
  void inputsThatCannotBeReadMakeItImpossible() throws IOException {
    Path broken = folder.resolve("broken.jsonl.gz");
    Files.writeString(broken, "this is not gzip");
    assertSays(
        dry(ExitCode.UNUSABLE, "score", "-m", Cli.BASE_MODEL, broken.toString()), "unusable ");
  }

  @Test
  void standardInputIsLeftAlone() throws IOException {
    assertSays(dry(ExitCode.DONE, "score", "-m", Cli.BASE_MODEL, "-"), "standard input");
  }

  @Test
  void aTableIsCalledATable() throws IOException {
    String chats = Chats.write(folder.resolve("chats.jsonl"), 2).toString();
    Cli.Result result =
        new Cli().onTerminal().start("score", "-m", Cli.BASE_MODEL, chats, "--dry-run");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    assertTrue(result.out().contains("standard output, a table\n"), result.out());
  }
}
