package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.score.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that end, or meet a disk that fails or is full, at the calls by which they change files, one
 * after the other ({@code src/test/c/faults.c}, Linux with a C compiler). After each the same
 * command is given again, and ends with the same bytes as a run that nothing disturbed.
 *
 * <p>{@code -Ddecorum.crash.stride=1} goes through every call; by default it is one in some, since
 * each takes two runs.
 */
@EnabledIf("hasCompiler")
class CrashIT {
  private static final int STRIDE = Integer.getInteger("decorum.crash.stride", 601);
  private static final List<String> KINDS = List.of("kill", "torn", "error", "full");
  private static final String CHATS = "examples/first-scores/chats.jsonl";
  private static final Path CHECKPOINT = Path.of("src/test/resources/checkpoints/base");

  /** Unpacking a library writes its megabytes in hundreds of calls that are all alike. */
  private static final int MOST_WRITES_OF_ONE_FILE = 12;

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path library;

  static boolean hasCompiler() {
    try {
      return System.getProperty("os.name", "").equals("Linux")
          && new ProcessBuilder("cc", "--version")
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @BeforeAll
  static void compile() throws Exception {
    library = shared.resolve("faults.so");
    Process compiler =
        new ProcessBuilder(
                "cc",
                "-shared",
                "-fPIC",
                "-O1",
                "-o",
                library.toString(),
                "src/test/c/faults.c",
                "-ldl")
            .inheritIO()
            .start();
    assertTrue(compiler.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, compiler.exitValue());
  }

  /** What a command leaves that went through. */
  private interface Left {
    void check() throws Exception;
  }

  /** A command, the folder in which it works, and what it leaves there. */
  private record Case(Path folder, Path cache, List<String> command, Left left) {

    String[] words() {
      return command.toArray(String[]::new);
    }

    Distribution decorum() throws IOException {
      Distribution distribution = new Distribution();
      return command.get(0).equals("train")
          ? distribution.withEngine()
          : distribution.environment("DECORUM_CACHE_DIR", cache.toString());
    }

    Distribution underFaults() throws IOException {
      return decorum()
          .environment("LD_PRELOAD", library.toString())
          .environment("FAULT_FOLDER", folder.toString());
    }

    void clear() throws IOException {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      Files.createDirectories(folder);
    }

    void assertRuns() throws Exception {
      Distribution.Result result = decorum().run(words());
      assertEquals(0, result.exitCode(), result.err());
      left.check();
    }
  }

  private static void endAtEachCall(Case tried) throws Exception {
    tried.clear();
    Path log = shared.resolve("calls");
    Files.deleteIfExists(log);
    Distribution.Result undisturbed =
        tried.underFaults().environment("FAULT_LOG", log.toString()).run(tried.words());
    assertEquals(0, undisturbed.exitCode(), undisturbed.err());
    tried.left().check();
    List<String> calls = Files.readAllLines(log);
    int done = 0;
    for (int call : chosen(calls)) {
      for (String kind : KINDS) {
        boolean writes = calls.get(call - 1).startsWith("write ");
        if ((kind.equals("torn") && !writes) || ++done % STRIDE != 0) {
          continue;
        }
        String where =
            kind + " at call " + call + " of " + calls.size() + ", " + calls.get(call - 1);
        tried.clear();
        Distribution.Result faulted =
            tried
                .underFaults()
                .environment("FAULT_AT", Integer.toString(call))
                .environment("FAULT_KIND", kind)
                .run(tried.words());
        String said = where + ": " + faulted.exitCode() + " " + faulted.err();
        assertFalse(faulted.err().contains("internal error"), said);
        assertFalse(faulted.err().contains("\tat "), said);
        assertTrue(List.of(0, 3, 137).contains(faulted.exitCode()), said);
        try {
          tried.assertRuns();
        } catch (AssertionError e) {
          throw new AssertionError("after " + said, e);
        }
      }
    }
  }

  /** All calls, but of a long row of writes to one file only some. */
  private static List<Integer> chosen(List<String> calls) {
    List<Integer> chosen = new ArrayList<>();
    int alike = 0;
    for (int i = 0; i < calls.size(); i++) {
      boolean same = i > 0 && calls.get(i).equals(calls.get(i - 1));
      alike = same && calls.get(i).startsWith("write ") ? alike + 1 : 0;
      if (alike < MOST_WRITES_OF_ONE_FILE) {
        chosen.add(i + 1);
      }
    }
    return chosen;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /** Runs a command that nothing disturbs. */
  private static void run(Path cache, String... command) throws Exception {
    Distribution.Result result =
        new Distribution().environment("DECORUM_CACHE_DIR", cache.toString()).run(command);
    assertEquals(0, result.exitCode(), result.err());
  }

  private Path warmCache() throws Exception {
    Path cache = temp.resolve("cache");
    run(cache, "audit", "-q", CHATS, "--store", temp.resolve("warm.db").toString());
    return cache;
  }

  @Test
  void scores() throws Exception {
    Path folder = temp.resolve("work").toAbsolutePath();
    Path cache = warmCache();
    Path expected = temp.resolve("expected.csv");
    run(cache, "score", "-q", CHATS, "-o", expected.toString());
    Path scores = folder.resolve("s.csv");
    endAtEachCall(
        new Case(
            folder,
            cache,
            List.of(
                "score", "-q", CHATS, "-o", scores.toString(), "--summary", folder + "/run.json"),
            () -> {
              assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(scores));
              assertTrue(RunReport.manifestBeside("s.csv", scores).isPresent());
              assertEquals(List.of("run.json", "s.csv", "s.csv.manifest.json"), names(folder));
            }));
  }

  @Test
  void audits() throws Exception {
    Path folder = temp.resolve("work").toAbsolutePath();
    Path cache = warmCache();
    Path store = folder.resolve("store.db");
    List<String> command =
        List.of(
            "audit",
            "-q",
            CHATS,
            "--store",
            store.toString(),
            "--night",
            "2026-11-24",
            "--by",
            "bot_name");
    Case undisturbed = new Case(folder, cache, command, () -> {});
    undisturbed.clear();
    undisturbed.assertRuns();
    List<String> expected = FaultIT.content(store);
    endAtEachCall(
        new Case(
            folder,
            cache,
            command,
            () -> {
              assertEquals(withoutComputed(expected), withoutComputed(FaultIT.content(store)));
              assertEquals(List.of("store.db", "store.db.lock"), names(folder));
            }));
  }

  /** Of a night that was audited twice, the second found all scores in the store. */
  private static List<String> withoutComputed(List<String> content) {
    return content.stream()
        .map(line -> line.replaceFirst("^(nightly\\|2026-11-24\\|\\d+\\|\\d+\\|\\d+\\|)\\d+", "$1"))
        .toList();
  }

  @Test
  void merges() throws Exception {
    Path folder = temp.resolve("work").toAbsolutePath();
    Path cache = warmCache();
    List<String> parts = new ArrayList<>();
    for (int shard = 1; shard <= 2; shard++) {
      parts.add(temp.resolve("part-" + shard + ".csv").toString());
      run(cache, "score", "-q", CHATS, "--shard", shard + "/2", "-o", parts.get(shard - 1));
    }
    Path merged = folder.resolve("all.csv");
    Path expected = temp.resolve("expected.csv");
    run(cache, "merge", "-q", parts.get(0), parts.get(1), "-o", expected.toString());
    endAtEachCall(
        new Case(
            folder,
            cache,
            List.of("merge", "-q", parts.get(0), parts.get(1), "-o", merged.toString()),
            () -> {
              assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(merged));
              assertTrue(RunReport.manifestBeside("all.csv", merged).isPresent());
              assertEquals(List.of("all.csv", "all.csv.manifest.json"), names(folder));
            }));
  }

  @Test
  void trains() throws Exception {
    Path folder = temp.resolve("work").toAbsolutePath();
    // The name of the folder is that of the model.
    Path expected = temp.resolve("judge");
    Distribution.Result undisturbed =
        new Distribution()
            .withEngine()
            .run(TrainIT.command(expected, 1, 6, 2).toArray(String[]::new));
    assertEquals(0, undisturbed.exitCode(), undisturbed.err());
    Path trained = folder.resolve("judge");
    endAtEachCall(
        new Case(
            folder,
            TrainingEngine.CACHE,
            TrainIT.command(trained, 1, 6, 2),
            () -> TrainIT.assertSame(expected, trained, "")));
  }

  @Test
  void caches() throws Exception {
    Path cache = temp.resolve("work").toAbsolutePath();
    Path scores = temp.resolve("scores.csv");
    Path expected = temp.resolve("expected.csv");
    run(temp.resolve("cache"), integers(expected).toArray(String[]::new));
    endAtEachCall(
        new Case(
            cache,
            cache,
            integers(scores),
            () -> assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(scores))));
  }

  private static List<String> integers(Path scores) {
    return List.of(
        "score",
        "-q",
        CHATS,
        "-m",
        CHECKPOINT.toString(),
        "--precision",
        "int8",
        "-o",
        scores.toString());
  }
}
