package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be written is said with its name and reason: before any work, or when it happens. */
class UnwritableOutputsTest {
  private static final String CHATS = "examples/first-scores/chats.jsonl";
  private static final String REASON = "cannot be written: No space left on device\n";
  private static final OutputStream FULL =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("No space left on device");
        }
      };

  @TempDir private Path folder;

  private String[] words(String command) {
    return command
        .replace("CHATS", CHATS)
        .replace("MODEL", "-q -m " + Cli.BASE_MODEL)
        .replace("FOLDER", folder.toString())
        .split(" ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score MODEL CHATS --output-format csv",
        "score MODEL CHATS --output-format jsonl",
        "score MODEL CHATS --output-format table",
        "report MODEL CHATS --format html",
        "report MODEL CHATS --format md",
        "report MODEL CHATS --format junit",
        "audit MODEL CHATS --store FOLDER/a.db --format md",
        "inspect CHATS",
        "inspect CHATS --json",
        "show MODEL CHATS",
        "show MODEL CHATS --json",
        "explain MODEL CHATS --id tea",
        "explain MODEL CHATS --id tea --format json",
        "model info " + Cli.BASE_MODEL,
        "--help",
        "help score",
        "--version",
        "generate-completion"
      })
  void aFullStandardOutputIsAnError(String command) {
    Cli.Result result = new Cli().start(FULL, words(command));
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertEquals(1, result.err().split("standard output: " + REASON, -1).length - 1, result.err());
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(
      strings = {
        "score MODEL CHATS --output-format csv -o /dev/full",
        "score MODEL CHATS --output-format jsonl -o /dev/full",
        "score MODEL CHATS --output-format parquet -o /dev/full",
        "score MODEL CHATS --summary /dev/full",
        "score MODEL CHATS --html /dev/full",
        "score MODEL examples/bad-rows/mixed.jsonl --rejects /dev/full",
        "report MODEL CHATS --format text -o /dev/full",
        "report MODEL CHATS --format json -o /dev/full",
        "report MODEL CHATS --format html -o /dev/full",
        "audit MODEL CHATS --store FOLDER/a.db --metrics /dev/full",
        "audit MODEL CHATS --store FOLDER/b.db --html /dev/full",
      })
  void aFullDiskIsAnErrorWithTheFilesName(String command) {
    Cli.Result result = Cli.run(words(command));
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertTrue(result.err().endsWith("decorum: /dev/full: " + REASON), result.err());
  }

  /** That the model is missing too is never seen: outputs are looked at first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "score CHATS -o",
        "score CHATS --summary",
        "score CHATS --html",
        "score CHATS --rejects",
        "rank CHATS --group id -o",
        "rank CHATS --group id --summary",
        "rank CHATS --group id --html",
        "rank CHATS --group id --rejects",
        "evaluate CHATS --html",
        "evaluate CHATS --rejects",
        "evaluate CHATS --calibrate platt --calibration",
        "evaluate CHATS --format json -o",
        "compare CHATS CHATS --html",
        "compare CHATS CHATS --rejects",
        "compare CHATS CHATS --format md -o",
        "audit CHATS --store FOLDER/a.db --html",
        "audit CHATS --store FOLDER/a.db --metrics",
        "audit CHATS --store FOLDER/a.db --rejects",
        "audit CHATS --store FOLDER/a.db --format md -o",
        "report CHATS --format html -o",
        "report CHATS --rejects",
        "explain CHATS --id tea --format md -o",
        "train CHATS --validation-share 0.5 -o FOLDER/judge --rejects",
        "bench --format md -o",
      })
  void anOutputIsLookedAtBeforeAnyWork(String command) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path taken = Files.createDirectory(folder.resolve("taken.csv"));
    for (Path bad : List.of(folder.resolve("none/x.csv"), file.resolve("x.csv"), taken)) {
      Cli.Result result = Cli.run(words(command + " " + bad + " -m FOLDER/no-model"));
      assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
      assertTrue(result.err().endsWith("\n"), result.err());
      assertTrue(result.err().contains("decorum: " + bad + ": cannot be written: "), result.err());
      assertFalse(result.err().contains("no-model"), result.err());
    }
    assertEquals("x", Files.readString(file));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(2, left.count());
    }
  }

  /** Its name has no extension, but that is not what is wrong with it. */
  @Test
  void aFolderIsRefusedAsSuch() {
    for (String command : List.of("score MODEL CHATS -o", "rank MODEL CHATS --group id -o")) {
      Cli.Result result = Cli.run(words(command + " FOLDER"));
      assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
      assertTrue(result.err().contains(folder + ": cannot be written: is a folder"), result.err());
    }
  }
}
