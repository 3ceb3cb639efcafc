package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalOutputTest {
  private static final String HOSTILE = "\u001b[2J\u202e\u009b\r";
  private static final String ROWS =
      """
      {"id":"%s","bot_name":"%s","messages":[{"role":"user","content":"hi"},{"role":"assistant",\
      "content":"hello"}]}
      """
          .formatted("\\u001b[2J\u202e", "\u202e\u009b\\r");

  private static String shown(String text, int part) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (TerminalOutput terminal = new TerminalOutput(out)) {
      for (int at = 0; at < bytes.length; at += part) {
        terminal.write(bytes, at, Math.min(part, bytes.length - at));
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 1_000_000})
  void controlsBecomeDotsWhereverACharacterIsCut(int part) throws IOException {
    String text = ("a\tö日😀" + HOSTILE + "\n").repeat(5_000);
    assertEquals(
        text.replace("\u001b", "·")
            .replace("\u202e", "·")
            .replace("\u009b", "·")
            .replace("\r", "·"),
        shown(text, part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "table"})
  void scoresAreHarmlessOnATerminal(String form) {
    Cli.Result result = scored(new Cli().onTerminal(), form);
    assertEquals(0, result.exitCode(), result.err());
    assertHarmless(result.out());
  }

  @Test
  void aPipeGetsWhatStandsInTheLog() {
    assertTrue(scored(new Cli(), "csv").out().contains("\u202e"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show --json -m " + Cli.BASE_MODEL,
        "show -m " + Cli.BASE_MODEL,
        "explain -m " + Cli.BASE_MODEL,
        "explain --format json -m " + Cli.BASE_MODEL,
        "inspect",
        "inspect --json"
      })
  void otherCommandsAreHarmlessOnATerminalToo(String command) {
    Cli.Result result = new Cli().onTerminal().in(ROWS).start((command + " -").split(" "));
    assertTrue(result.out().contains("·"), result.out() + result.err());
    assertHarmless(result.out());
  }

  private static Cli.Result scored(Cli cli, String form) {
    return cli.in(ROWS).start("score", "-q", "-m", Cli.BASE_MODEL, "--output-format", form, "-");
  }

  private static void assertHarmless(String out) {
    assertTrue(
        out.codePoints()
            .allMatch(c -> c == '\n' || c == '\t' || !(Character.isISOControl(c) || c == 0x202e)),
        out);
  }
}
