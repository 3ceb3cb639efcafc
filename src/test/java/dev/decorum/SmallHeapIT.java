package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a row may take of a small heap: a row beyond it is left out, and all others are scored. */
class SmallHeapIT {
  @TempDir Path folder;

  private Path write(String name, String before, String repeated, int times, String behind)
      throws IOException {
    Path file = folder.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(before);
      for (int i = 0; i < times; i++) {
        out.write(repeated);
      }
      out.write(behind);
    }
    return file;
  }

  private void assertLeftOut(String heap, Path bad, String reason) throws Exception {
    Path good =
        write(
            "good.jsonl",
            "{\"id\":\"good\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},",
            "",
            0,
            "{\"role\":\"assistant\",\"content\":\"hello\"}]}\n");
    Path rejects = folder.resolve("rejects.jsonl");
    Distribution.Result result =
        new Distribution()
            .environment("DECORUM_OPTS", "-Xmx" + heap)
            .run("score", "-q", "--rejects", rejects.toString(), bad.toString(), good.toString());
    assertEquals(1, result.exitCode(), result.err());
    assertTrue(result.out().contains("\ngood,"), result.out());
    String rejected = Files.readString(rejects);
    assertTrue(rejected.contains(reason), rejected);
    assertTrue(rejected.contains(String.valueOf(bad.getFileName())), rejected);
  }

  @ParameterizedTest
  @CsvSource({"64m, '37,500'", "256m, '150,000'"})
  void aTableThatIsOneConversationOfAMillionMessages(String heap, String most) throws Exception {
    Path table = write("many.csv", "conversation_id,role,content\n", "a,user,x\n", 1_000_000, "");
    assertLeftOut(heap, table, "there are more than " + most + " messages");
  }

  @ParameterizedTest
  @CsvSource({"64m, 4 MiB", "256m, 16 MiB"})
  void aLineThatIsLongerThanMemoryHolds(String heap, String most) throws Exception {
    Path lines = write("long.jsonl", "{\"id\":\"", "0123456789abcdef", 1_100_000, "\"}\n");
    assertLeftOut(heap, lines, "the row is longer than " + most);
  }

  @ParameterizedTest
  @CsvSource({"64m", "256m"})
  void aTextOfAMillionTurns(String heap) throws Exception {
    Path pairs =
        write(
            "pairs.jsonl",
            "{\"rejected\":\"x\",\"chosen\":\"",
            "\\n\\nHuman:",
            heap.equals("64m") ? 380_000 : 1_500_000,
            "\"}\n");
    assertLeftOut(heap, pairs, "chosen holds more than ");
  }

  /** A long chat of which every message has several versions. */
  @Test
  void versionsDoNotHoldTheirBeginningEach() throws Exception {
    Path chat =
        write(
            "versions.jsonl",
            "{\"id\":\"v\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}",
            ",{\"role\":\"assistant\",\"content\":\"a\",\"swipes\":[\"a\",\"b\"]}",
            2_000,
            "]}\n");
    Distribution.Result result =
        new Distribution()
            .environment("DECORUM_OPTS", "-Xmx64m")
            .run("rank", "-q", chat.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(4_001, result.out().lines().count());
  }
}
