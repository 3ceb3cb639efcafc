package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed, or that find the disk full, against runs that nothing disturbed: what they
 * leave in the end is the same to the last byte.
 */
class FaultIT {
  private static final int CONVERSATIONS = 8_000;
  private static final int KILLS = 2;
  private static final List<String> WORDS =
      List.of("sun", "rain", "you", "me", "good", "awful", "hello", "why", "not", "tea", "bread");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path chats;
  private static byte[] unbroken;
  private static List<String> unbrokenStore;
  private static String unbrokenReport;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    chats = shared.resolve("chats.jsonl");
    Random random = new Random(12);
    try (BufferedWriter out = Files.newBufferedWriter(chats)) {
      for (int i = 0; i < CONVERSATIONS; i++) {
        out.write(
            "{\"id\":\"c"
                + i
                + "\",\"bot_name\":\"bot"
                + random.nextInt(5)
                + "\",\"chat_history\":[{\"sender\":\"user\",\"message\":\""
                + words(random)
                + "\"},{\"sender\":\"bot\",\"message\":\""
                + words(random)
                + "\"}]}\n");
      }
    }
    Path scores = shared.resolve("scores.jsonl");
    assertDone(new Distribution().run(score(scores)));
    unbroken = Files.readAllBytes(scores);
    Path store = shared.resolve("store.db");
    Distribution.Result audited = new Distribution().run(audit(store));
    assertDone(audited);
    unbrokenReport = audited.out();
    unbrokenStore = content(store);
    assertEquals(CONVERSATIONS, rows(unbroken));
  }

  @AfterAll
  static void forget() {
    unbroken = new byte[0];
  }

  private static String words(Random random) {
    StringBuilder words = new StringBuilder();
    int count = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      words.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    return words.toString();
  }

  private static String[] score(Path output) {
    return score(chats, output);
  }

  private static String[] score(Path input, Path output) {
    return new String[] {"score", "-q", input.toString(), "-o", output.toString()};
  }

  private static String[] audit(Path store) {
    return audit(chats, store);
  }

  private static String[] audit(Path input, Path store) {
    return new String[] {
      "audit",
      "-q",
      input.toString(),
      "--store",
      store.toString(),
      "--night",
      "2026-11-24",
      "--by",
      "bot_name"
    };
  }

  private static long rows(byte[] file) {
    long rows = 0;
    for (byte b : file) {
      rows += b == '\n' ? 1 : 0;
    }
    return rows;
  }

  private static void assertDone(Distribution.Result result) {
    assertEquals(0, result.exitCode(), result.err());
  }

  /** All that a store holds but when it was written. */
  static List<String> content(Path store) throws SQLException {
    List<String> content = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      for (String query :
          List.of(
              "SELECT sha256, name, precision FROM model ORDER BY sha256",
              "SELECT hex(window_sha256), logit_inappropriate, logit_appropriate FROM score"
                  + " ORDER BY window_sha256",
              "SELECT series, date, read, scored, rejected, computed, baseline FROM night"
                  + " ORDER BY date",
              "SELECT * FROM slice ORDER BY night, field, value",
              "PRAGMA integrity_check")) {
        try (ResultSet row = statement.executeQuery(query)) {
          while (row.next()) {
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              text.append(row.getString(i)).append('|');
            }
            content.add(text.toString());
          }
        }
      }
    }
    return content;
  }

  /** The hashes of all windows in a store: their scores may differ by a last bit. */
  private static List<String> windows(List<String> content) {
    return content.stream()
        .filter(line -> line.matches("[0-9A-F]{64}\\|.*"))
        .map(line -> line.substring(0, 64))
        .toList();
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void aKilledRunGoesOnWhereItStopped() throws Exception {
    Path scores = folder.resolve("scores.jsonl");
    Random random = new Random(1);
    for (int run = 0, kills = 0; kills < KILLS; run++) {
      assertSomeAreKilled(kills, run);
      if (runAndKill(random, score(scores))) {
        kills++;
      } else {
        // It was faster than the kill: the next run starts from nothing.
        assertSameBytes(scores);
        Files.delete(scores);
      }
    }
    assertDone(new Distribution().run(score(scores)));
    assertSameBytes(scores);
    assertEquals(List.of("scores.jsonl", "scores.jsonl.manifest.json"), list(folder));
  }

  private static void assertSameBytes(Path scores) throws IOException {
    assertTrue(
        Arrays.equals(unbroken, Files.readAllBytes(scores)),
        "the scores differ from an unbroken run's");
  }

  @Test
  void aKilledAuditGoesOnWhereItStopped() throws Exception {
    Path store = folder.resolve("store.db");
    Random random = new Random(2);
    for (int run = 0, kills = 0; kills < KILLS; run++) {
      assertSomeAreKilled(kills, run);
      if (runAndKill(random, audit(store))) {
        kills++;
      } else {
        assertEquals(unbrokenStore, content(store));
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
      }
    }
    Distribution.Result audited = new Distribution().run(audit(store));
    assertDone(audited);
    assertEquals(unbrokenReport, audited.out());
    assertEquals(unbrokenStore, content(store));
    assertEquals(List.of("store.db", "store.db.lock"), list(folder));
  }

  /** Of runs that are never killed in time there would be no end. */
  private static void assertSomeAreKilled(int kills, int runs) {
    assertTrue(
        runs < 4 * KILLS,
        "of "
            + runs
            + " runs only "
            + kills
            + " were still going when they were to be killed; the runs are too fast");
  }

  /** Runs a command and kills it at a random moment; whether it was still running then. */
  private static boolean runAndKill(Random random, String[] command) throws Exception {
    Process process = new Distribution().quiet().begin(command);
    if (process.waitFor(500 + random.nextInt(1_000), TimeUnit.MILLISECONDS)) {
      assertEquals(0, process.exitValue());
      return false;
    }
    process.destroyForcibly();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), "a killed process goes on");
    return true;
  }

  @Test
  void aFullDiskIsSaidAndNothingIsLost() throws Exception {
    Path scores = folder.resolve("scores.jsonl");
    Distribution.Result full = limited(600, score(scores));
    assertEquals(3, full.exitCode(), full.err());
    assertTrue(full.err().contains("scores.jsonl: cannot be written: File too large"), full.err());
    assertTrue(full.err().contains("the same command resumes from there"), full.err());
    assertEquals(List.of("scores.jsonl.journal"), list(folder));
    assertDone(new Distribution().run(score(scores)));
    assertSameBytes(scores);
  }

  @Test
  void aFullDiskLeavesTheStoreWhole() throws Exception {
    Path store = folder.resolve("store.db");
    // The driver's library has to be unpacked, so the limit lies above its size.
    Distribution.Result full = limited(1_200, audit(store));
    assertEquals(3, full.exitCode(), full.err());
    assertTrue(full.err().contains("store.db: cannot be "), full.err());
    assertFalse(full.err().contains("Exception"), full.err());
    Distribution.Result audited = new Distribution().run(audit(store));
    assertDone(audited);
    assertEquals(unbrokenReport, audited.out());
    assertEquals(unbrokenStore, content(store));
  }

  /** Runs a command that can write no file of more kilobytes. */
  private static Distribution.Result limited(int kilobytes, String[] command) throws Exception {
    return new Distribution()
        .under("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$0\" \"$@\"")
        .run(command);
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidBeforeAnythingIsScored() throws Exception {
    Distribution.Result result = new Distribution().run(score(Path.of("/proc/none/scores.jsonl")));
    assertEquals(3, result.exitCode());
    assertTrue(result.err().contains("the folder does not exist"), result.err());
    Distribution.Result store = new Distribution().run(audit(Path.of("/proc/self/store.db")));
    assertEquals(3, store.exitCode(), store.err());
    assertFalse(store.err().contains("Exception"), store.err());
  }

  @Test
  void processesShareAStore() throws Exception {
    Path few = folder.resolve("few.jsonl");
    int count = 500;
    try (Stream<String> lines = Files.lines(chats)) {
      Files.write(few, lines.limit(count).toList());
    }
    Path store = folder.resolve("store.db");
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(new Distribution().quiet().begin(audit(few, store)));
    }
    for (int i = 0; i < 4; i++) {
      Path scores = folder.resolve("scores" + i + ".jsonl");
      List<String> command = new ArrayList<>(List.of(score(few, scores)));
      command.addAll(List.of("--cache", store.toString()));
      running.add(new Distribution().quiet().begin(command.toArray(new String[0])));
    }
    for (Process process : running) {
      assertTrue(process.waitFor(3, TimeUnit.MINUTES), "a process waits for ever");
      assertEquals(0, process.exitValue());
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(count, rows(Files.readAllBytes(folder.resolve("scores" + i + ".jsonl"))));
    }
    List<String> content = content(store);
    assertTrue(content.contains("ok|"), "the database is sound");
    // What is in it is what one audit by itself leaves.
    Path alone = folder.resolve("alone.db");
    assertDone(new Distribution().run(audit(few, alone)));
    assertEquals(windows(content(alone)), windows(content));
  }
}
