package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that a signal meets while they wait for input that does not come. */
@DisabledOnOs(OS.WINDOWS)
class SignalIT {
  /** Of a start that is not over yet; a command that only waits needs far less. */
  private static final int SECONDS_TO_END = 4;

  @TempDir Path folder;
  private Path temporary = Path.of("");

  @BeforeEach
  void makeTemporaryFolder() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  private Process waiting(String... arguments) throws Exception {
    Path input = Path.of("examples/first-scores/chats.jsonl");
    if (arguments[0].equals("rank")) {
      input = Path.of("examples/rank-replies/candidates.jsonl");
    }
    Process process =
        withSignals().environment("DECORUM_OPTS", "-Djava.io.tmpdir=" + temporary).begin(arguments);
    OutputStream in = process.getOutputStream();
    in.write(Files.readAllBytes(input));
    in.flush();
    awaitIdle(process);
    return process;
  }

  /** Unlike {@link Process#destroy}, it leaves the pipe open from which the process reads. */
  private static void kill(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Until the process, which has started by then, does nothing any more but wait for input. */
  private static void awaitIdle(Process process) throws InterruptedException {
    Duration before = Duration.ZERO;
    for (int i = 0; i < 60; i++) {
      assertFalse(process.waitFor(500, TimeUnit.MILLISECONDS), "it does not wait for more");
      Duration used = process.info().totalCpuDuration().orElseThrow();
      if (i > 0 && used.equals(before) && used.toMillis() > 0) {
        return;
      }
      before = used;
    }
    throw new AssertionError("still busy after 30 seconds");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 130, score -",
    "TERM, 143, score -",
    "INT, 130, rank -",
    "INT, 130, inspect -",
    "TERM, 143, report -",
  })
  void endAtOnceAndSayWhy(String signal, int exitCode, String command) throws Exception {
    Process process = waiting(command.split(" "));
    kill(signal, process);
    assertTrue(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS), "it still runs");
    assertEquals(exitCode, process.exitValue());
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("decorum: interrupted", err.lines().reduce((first, last) -> last).orElse(""));
    assertEquals(List.of(), names(temporary));
  }

  @Test
  void noEmptyFileIsLeft() throws Exception {
    Path output = Files.createDirectory(folder.resolve("out"));
    Process process =
        withSignals().begin("score", "-", "-o", output.resolve("scores.csv").toString());
    awaitIdle(process);
    kill("TERM", process);
    assertTrue(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS), "it still runs");
    assertEquals(143, process.exitValue());
    assertEquals(List.of(), names(output));
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "rank"})
  void aKillLeavesNothingInTheTemporaryFolder(String command) throws Exception {
    Process process = waiting(command, "-");
    process.destroyForcibly();
    assertTrue(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS));
    assertEquals(List.of(), names(temporary));
  }

  @Test
  void aKillLeavesNoCopyOfAnArchiveFromAPipe() throws Exception {
    Process process =
        withSignals()
            .environment("DECORUM_OPTS", "-Djava.io.tmpdir=" + temporary)
            .begin("inspect", "-");
    OutputStream in = process.getOutputStream();
    in.write(new byte[] {'P', 'K', 3, 4});
    in.write(new byte[1 << 20]);
    in.flush();
    awaitIdle(process);
    process.destroyForcibly();
    assertTrue(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS));
    assertEquals(List.of(), names(temporary));
  }

  /**
   * Whoever starts the tests may ignore Ctrl-C, as a shell does for what runs in the background.
   */
  private static Distribution withSignals() {
    Distribution distribution = new Distribution();
    return System.getProperty("os.name", "").equals("Linux")
        ? distribution.under("env", "--default-signal=INT,TERM")
        : distribution;
  }
}
