package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.report.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program in real pseudo-terminals, which {@code script} of every Linux makes. */
@EnabledOnOs(OS.LINUX)
class PseudoTerminalIT {
  private static final String MODEL =
      Path.of("src/test/resources/checkpoints/base").toAbsolutePath().toString();

  @TempDir Path folder;

  private Distribution.Result inTerminal(int columns, Distribution distribution, String line)
      throws Exception {
    Path command = Files.writeString(folder.resolve("command.sh"), line + "\n");
    return distribution
        .environment("TERM", "xterm")
        .environment("TERM_PROGRAM", "")
        .shell(
            "cd '%s' && script -qefc 'stty cols %d rows 24; sh %s' seen </dev/null"
                .formatted(folder, columns, command));
  }

  /** What stood on a line at any time, without colours. */
  private static List<String> lines(String seen) {
    List<String> lines = new ArrayList<>();
    for (String line : seen.split("\r?\n|\r", -1)) {
      lines.add(line.replaceAll("\033\\[[0-9;]*[mKAJ]", ""));
    }
    return lines;
  }

  private static void assertFits(String seen, int columns) {
    for (String line : lines(seen)) {
      assertTrue(TerminalText.width(line) <= columns, line);
    }
  }

  private void writeChats(int count) throws IOException {
    StringBuilder chats = new StringBuilder();
    for (int i = 0; i < count; i++) {
      chats
          .append("{\"id\":\"a-conversation-of-a-long-day-")
          .append(i)
          .append("\",\"bot_name\":\"小明\",\"messages\":[{\"role\":\"user\",\"content\":\"hi ")
          .append(i)
          .append("\"},{\"role\":\"assistant\",\"content\":\"hello ")
          .append(i)
          .append("\"}]}\n");
    }
    Files.writeString(folder.resolve("chats.jsonl"), chats);
  }

  @ParameterizedTest
  @CsvSource({
    "40, 0, score -m MODEL chats.jsonl",
    "60, 0, explain -m MODEL chats.jsonl --lowest 2",
    "80, 3, compare chats.jsonl a-file-that-is-not-there-under-this-rather-long-name.csv --by x",
    "200, 0, score -m MODEL chats.jsonl -o s.csv --progress always"
  })
  void noLineIsWiderThanTheTerminal(int columns, int exitCode, String arguments) throws Exception {
    writeChats(2_000);
    Distribution.Result result =
        inTerminal(
            columns,
            new Distribution().environment("DECORUM_PAGER", "cat"),
            "decorum " + arguments.replace("MODEL", MODEL));
    assertEquals(exitCode, result.exitCode(), result.out());
    assertFits(result.out(), columns);
    if (arguments.startsWith("score")) {
      assertTrue(result.out().contains("rows, "), "progress");
    }
  }

  @Test
  void whatIsPrintedAfterAResizeFitsTheNewSize() throws Exception {
    writeChats(8);
    String feeder =
        "{ cat chats.jsonl; until grep -q day-7 seen; do sleep 0.1; done;"
            + " stty cols 40 </dev/tty; sleep 0.5; }";
    Distribution.Result result =
        inTerminal(120, new Distribution(), feeder + " | decorum score -m " + MODEL + " -");
    assertTrue(lines(result.out()).stream().anyMatch(line -> line.length() > 60), result.out());
    String after = result.out().substring(result.out().lastIndexOf("day-7"));
    assertFits(after.substring(after.indexOf('\n') + 1), 40);
  }

  @Test
  void aLongReportGoesThroughThePagerWhoseEndIsNoFailure() throws Exception {
    writeChats(40);
    Distribution.Result result =
        inTerminal(
            80,
            new Distribution().environment("DECORUM_PAGER", "head -n 3 >paged"),
            "decorum explain -m " + MODEL + " chats.jsonl --lowest 9");
    assertEquals(0, result.exitCode(), result.out());
    assertEquals(3, Files.readAllLines(folder.resolve("paged")).size());
    assertFalse(result.out().contains("How to read this"), result.out());
  }
}
