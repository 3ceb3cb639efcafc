package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.infer.TestLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands are about to write, against what they read and against each other. */
@DisabledOnOs(OS.WINDOWS)
class OutputTargetsTest {
  private static final String ROW =
      "{\"id\":\"c0\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"hello\"},"
          + "{\"sender\":\"bot\",\"message\":\"you\"}]}\n";

  @TempDir Path here;

  @BeforeAll
  static void prepare() {
    TestLibraries.prepare();
  }

  @BeforeEach
  void makeFiles() throws IOException {
    Files.writeString(here.resolve("chats.jsonl"), ROW);
    Files.writeString(here.resolve("s.csv.manifest.json"), ROW);
    Files.writeString(here.resolve("t.db-wal"), ROW);
    Files.writeString(here.resolve("night.db"), "SQLite format 3\0...");
    Files.writeString(here.resolve("old.csv"), ROW);
    Files.writeString(here.resolve("old.csv.manifest.json"), ROW);
    Files.createDirectory(here.resolve("sub"));
    Files.createSymbolicLink(here.resolve("link.csv"), Path.of("chats.jsonl"));
    Files.createLink(here.resolve("hard.csv"), here.resolve("chats.jsonl"));
    Files.createSymbolicLink(
        here.resolve("model"), Path.of("src/test/resources/checkpoints/base").toAbsolutePath());
  }

  /** Names of files become those of files in the folder. */
  private Cli.Result run(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(word.contains(".") || word.startsWith("model") ? here + "/" + word : word);
    }
    return Cli.run(words.toArray(String[]::new));
  }

  /** Every file with what is in it, links by where they lead. */
  private List<String> contents() throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(here)) {
      for (Path file : files.sorted().toList()) {
        contents.add(
            file.getFileName()
                + " "
                + (Files.isSymbolicLink(file)
                    ? Files.readSymbolicLink(file)
                    : Files.isRegularFile(file) ? Files.readString(file) : "folder"));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score s.csv.manifest.json -o s.csv --input-format jsonl",
        "score chats.jsonl -o s.csv --rejects s.csv.manifest.json",
        "score chats.jsonl -o night.db --output-format csv",
        "score chats.jsonl --summary night.db",
        "audit chats.jsonl --store t2.db --metrics night.db",
        "score chats.jsonl --summary old.csv.manifest.json",
        "rank chats.jsonl --html old.csv.manifest.json",
        "score chats.jsonl -o s.csv --html s.csv.journal",
        "score chats.jsonl -o s.csv --cache s.csv.journal",
        "score chats.jsonl -o s.csv --cache s.csv.manifest.json",
        "score chats.jsonl -o s.csv --cache s.csv",
        "score t.db-wal -o s.csv --cache t.db --input-format jsonl",
        "score chats.jsonl -o link.csv",
        "score chats.jsonl -o hard.csv",
        "score hard.csv -o s.csv --rejects chats.jsonl --input-format jsonl",
        "score chats.jsonl -o s.csv --summary sub/../s.csv",
        "score chats.jsonl --summary model/config.json -m model",
        "audit chats.jsonl --store s.db --html s.db-wal",
        "audit chats.jsonl --store s.db --metrics s.db.lock",
        "audit chats.jsonl --store s.db --rejects s.db.nightly.journal",
        "audit chats.jsonl --store hard.csv",
        "rank chats.jsonl -o s.csv --html s.csv.manifest.json",
        "rank chats.jsonl -o link.csv --pairs dpo",
        "report chats.jsonl -o link.csv --format md",
        "compare chats.jsonl s.csv.manifest.json -o hard.csv --format md",
        "evaluate chats.jsonl --calibrate platt --calibration hard.csv",
        "bench -m model -o model/config.json"
      })
  void nothingThatIsReadIsWrittenOver(String line) throws IOException {
    List<String> before = contents();
    Cli.Result result = run(line);
    assertTrue(
        result.exitCode() == ExitCode.USAGE || result.exitCode() == ExitCode.UNUSABLE,
        result.err() + result.out());
    assertFalse(result.err().contains("internal error"), result.err());
    assertEquals(before, contents());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "audit chats.jsonl --store=",
        "score chats.jsonl --cache=",
        "score chats.jsonl -o=",
        "score chats.jsonl --html=",
        "score chats.jsonl --summary=",
        "score chats.jsonl --rejects=",
        "audit chats.jsonl --metrics=",
        "rank chats.jsonl -o=",
        "merge chats.jsonl -o=",
        "compare chats.jsonl chats.jsonl --html=",
        "evaluate chats.jsonl --calibration="
      })
  void anEmptyNameIsNoFile(String line) throws IOException {
    List<String> before = contents();
    Cli.Result result = run(line);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("the name is empty"), result.err());
    assertEquals(before, contents());
  }
}
