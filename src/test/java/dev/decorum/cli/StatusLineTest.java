package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.pipeline.Progress;
import dev.decorum.report.TerminalText;
import dev.decorum.score.ReusedRows;
import dev.decorum.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Progress at every width, and its numbers. */
class StatusLineTest {
  private static final List<String> PARTS =
      List.of("1,234 rows", "50%", "2 min left", "52.1 rows/s", "200 of them there already");
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theBarShrinksBeforePartsFallAway() {
    assertEquals(
        "████████████░░░░░░░░░░░░ " + String.join(", ", PARTS), StatusLine.fitted(0.5, PARTS, 199));
    assertEquals("███░░░ 1,234 rows, 50%, 2 min left", StatusLine.fitted(0.5, PARTS, 34));
    assertEquals("████████░░░░░░░░ 1,234 rows, 50%", StatusLine.fitted(0.5, PARTS, 32));
    assertEquals("1,23…ows", StatusLine.fitted(0.5, PARTS, 8));
    assertEquals("1,234 rows", StatusLine.fitted(Double.NaN, List.of("1,234 rows"), 39));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, 0.001, 0.5, 1, 7})
  void itIsNeverWider(double share) {
    for (int room = 1; room < 210; room++) {
      String line = StatusLine.fitted(share, PARTS, room);
      assertTrue(TerminalText.width(line) <= room, room + ": " + line);
    }
  }

  private static String shown(Map<String, String> environment) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.of(true, true, 40, environment));
    new StatusLine(streams.err()::println, streams, StatusLine.When.AUTO)
        .show(0.5, PARTS.toArray(String[]::new));
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aDumbTerminalGetsLines() {
    assertEquals("\r\033[K████▌".substring(0, 5), shown(Map.of()).substring(0, 5));
    String lines = shown(Map.of("TERM", "dumb"));
    assertTrue(lines.startsWith("1,234 rows, 50%"), lines);
    assertTrue(lines.lines().allMatch(line -> line.length() <= 40), lines);
  }

  /** Of 1,000 rows of 10 tokens, in an input of 10,000 bytes that has been read to its end. */
  private static List<String> parts(long rows, long reused, double seconds) {
    AtomicLong clock = new AtomicLong();
    StatusLine silent =
        new StatusLine(
            line -> {},
            new Streams(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream()),
                false,
                false),
            StatusLine.When.NEVER);
    ProgressLine line = new ProgressLine(silent, () -> 10_000, 10_000, clock::get);
    clock.addAndGet(100 * SECOND);
    if (reused > 0) {
      line.update(new Progress(reused, 10 * reused, 10_000, new ReusedRows(reused, 10 * reused)));
    } else {
      clock.set(0);
    }
    clock.addAndGet((long) (seconds * SECOND));
    return line.parts(new Progress(rows, 10 * rows, 10_000, new ReusedRows(reused, 10 * reused)));
  }

  @Test
  void speedAndTimeLeftAreThoseOfTheRun() {
    assertEquals(List.of("500 rows", "50%", "10 s left", "50 rows/s"), parts(500, 0, 10));
  }

  @Test
  void rowsThatWereThereAlreadyDoNotCountAsFast() {
    assertEquals(
        List.of("500 rows", "50%", "50 s left", "10 rows/s", "400 of them there already"),
        parts(500, 400, 10));
  }

  @Test
  void beforeTheFirstRowIsComputedNoTimeIsPromised() {
    assertEquals(List.of("400 rows", "40%", "400 of them there already"), parts(400, 400, 10));
  }
}
