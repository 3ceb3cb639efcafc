package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a few kilobytes, compressed, of which tens of gigabytes of text would be made. */
class EndlessWorkIT {
  private static final String WORDS = "The quick brown fox jumps over the lazy dog. ";
  private static final int TIMES = 2_000_000 / WORDS.length();

  @TempDir Path folder;

  private Path write(String name, String before, String repeated, int times, String behind)
      throws IOException {
    Path file = folder.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(before);
      out.write(WORDS.repeat(TIMES));
      out.write("\",");
      out.write(behind);
      for (int i = 1; i < times; i++) {
        out.write(repeated);
        out.write(',');
      }
      out.write(repeated);
      out.write("]}\n");
    }
    return file;
  }

  private Distribution.Result run(String... arguments) throws Exception {
    // Fast starts are prepared once, which takes longer than a run.
    new Distribution().run("--version");
    return assertTimeoutPreemptively(
        Duration.ofSeconds(90),
        () -> new Distribution().environment("DECORUM_OPTS", "-Xmx256m").run(arguments));
  }

  @Test
  void manyRepliesToALongPrompt() throws Exception {
    Path many =
        write("many.jsonl", "{\"id\":\"a\",\"prompt\":\"", "\"ok\"", 6_000, "\"candidates\":[");
    Path good = folder.resolve("good.jsonl");
    Files.writeString(
        good, "{\"id\":\"good\",\"prompt\":\"hi there\",\"candidates\":[\"hello\",\"no\"]}\n");
    Distribution.Result result = run("rank", "-q", many.toString(), good.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(6_003, result.out().lines().count());
    assertTrue(result.out().contains("\ngood#1,"), "the other input");
  }

  @Test
  void aLongPersonaBeforeEachTurn() throws Exception {
    Path chat =
        write(
            "chat.jsonl",
            "{\"id\":\"a\",\"memory\":\"",
            "{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"ok\"}",
            1_500,
            "\"messages\":[");
    Path good = folder.resolve("good.jsonl");
    Files.writeString(
        good,
        "{\"id\":\"good\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"hello\"}]}\n");
    Distribution.Result result =
        run("score", "-q", "--turns", "bot", chat.toString(), good.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(1_502, result.out().lines().count());
    assertTrue(result.out().contains("\ngood,2,"), "the other input");
  }
}
