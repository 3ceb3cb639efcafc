package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that cannot be read among others that can, and pipes in the place of files. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnreadableInputsTest {
  private static final int ROWS = 3;

  @TempDir Path folder;
  private Path chats;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    chats = Chats.write(folder.resolve("in/a.jsonl"), ROWS);
  }

  private static Cli.Result score(String... arguments) {
    List<String> all = new ArrayList<>(List.of("score", "-q", "-m", Cli.BASE_MODEL));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(new String[0]));
  }

  private static void assertOthersAreScored(Cli.Result result, String name, String reason) {
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertEquals(1 + ROWS, result.out().lines().count(), result.out());
    assertTrue(result.err().contains(name + ": " + reason), result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"in", "in/*.jsonl"})
  void aLinkThatLeadsNowhereDoesNotStopTheOthers(String input) throws IOException {
    Files.createSymbolicLink(folder.resolve("in/b.jsonl"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("in/c.jsonl"), Path.of("c.jsonl"));
    Files.createSymbolicLink(folder.resolve("in/notes.md"), Path.of("nowhere"));
    Cli.Result result = score(folder.resolve(input).toString());
    assertOthersAreScored(result, "b.jsonl", "the link is broken");
    assertTrue(result.err().contains("c.jsonl: the link is broken"), result.err());
    assertFalse(result.err().contains("notes.md"), result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"in", "in/**/*.jsonl"})
  void whatMayNotBeReadDoesNotStopTheOthers(String input) throws IOException {
    Path file = Files.writeString(folder.resolve("in/b.jsonl"), "{}");
    Path locked = Files.createDirectory(folder.resolve("in/locked"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");
    Cli.Result result = score(folder.resolve(input).toString());
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    assertOthersAreScored(result, "b.jsonl", "the file cannot be read (permission denied)");
    assertTrue(result.err().contains("locked: the folder cannot be listed"), result.err());
  }

  private Path pipe(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    return pipe;
  }

  private static void assertRefused(Cli.Result result, Path pipe) {
    assertTrue(result.exitCode() >= ExitCode.USAGE, result.err());
    assertTrue(result.err().contains(pipe.getFileName() + ""), result.err());
    assertTrue(result.err().contains("not a regular file"), result.err());
  }

  @Test
  void aPipeIsNoConfiguration() throws Exception {
    Path pipe = pipe("config");
    assertRefused(score("--config", pipe.toString(), chats.toString()), pipe);
  }

  @Test
  void aPipeIsNoCalibration() throws Exception {
    Path pipe = pipe("calibration.json");
    assertRefused(score("--calibrated", pipe.toString(), chats.toString()), pipe);
  }

  @Test
  void aPipeIsNoJournalAndNoStore() throws Exception {
    Path journal = pipe("scores.csv.journal");
    String scores = folder.resolve("scores.csv").toString();
    assertRefused(score(chats.toString(), "-o", scores), journal);
    Path store = pipe("store.db");
    assertRefused(score(chats.toString(), "--cache", store.toString()), store);
  }

  @Test
  void aPipeIsNoManifest() throws Exception {
    Path scores = folder.resolve("scores.csv");
    assertEquals(0, score(chats.toString(), "-o", scores.toString()).exitCode());
    Files.delete(folder.resolve("scores.csv.manifest.json"));
    Path pipe = pipe("scores.csv.manifest.json");
    assertRefused(Cli.run("report", scores.toString()), pipe);
  }

  @Test
  void digitsOfOtherScriptsAreNoNumbers() {
    for (String option : List.of("--limit", "--history")) {
      Cli.Result result = score(option, "\u0663", chats.toString());
      assertEquals(ExitCode.USAGE, result.exitCode(), option);
      assertTrue(result.err().contains("'\u0663'"), result.err());
    }
  }
}
