package dev.decorum.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {

  @Test
  void theSizeIsReadFromTheWordsOfStty() {
    assertEquals(Optional.of(new TerminalSize(24, 80)), TerminalSize.parse("24 80\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "0 0", "24", "24 -1", "24 x", "24 80 1", "99999999999 80"})
  void aTerminalWithoutASizeIsTakenForAUsualOne(String answer) {
    assertEquals(Optional.empty(), TerminalSize.parse(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "TERM=xterm-kitty, true",
    "TERM_PROGRAM=iTerm.app, true",
    "TERM_PROGRAM=Apple_Terminal, false",
    "VTE_VERSION=7006, true",
    "VTE_VERSION=4800, false",
    "VTE_VERSION=new, false",
    "KONSOLE_VERSION=220401, true",
    "WT_SESSION=1, true",
    "WT_SESSION=1 WSL_DISTRO_NAME=Debian, false",
    "VTE_VERSION=7006 TMUX=/t, false",
    "VTE_VERSION=7006 STY=1, false",
    "VTE_VERSION=7006 SSH_CONNECTION=1, false",
    "VTE_VERSION=7006 TERM=dumb, false",
    "TERM=xterm-256color, false"
  })
  void linksGoOnlyToTerminalsThatAreKnownToShowThem(String variables, boolean expected) {
    Terminal terminal = Terminal.of(true, true, 80, environment(variables));
    String name = terminal.link(Path.of("/a b/ü.html"), "ü.html");
    assertEquals(
        expected ? "\033]8;;file:///a%20b/%C3%BC.html\033\\ü.html\033]8;;\033\\" : "ü.html", name);
  }

  @ParameterizedTest
  @CsvSource({"X=, true", "NO_COLOR=, true", "NO_COLOR=1, false", "TERM=dumb, false"})
  void coloursAreLeftOutOnRequestAndWhereThereAreNone(String variables, boolean expected) {
    Terminal terminal = Terminal.of(true, false, 80, environment(variables));
    assertEquals(expected, terminal.layoutOfOut().isColoured());
    assertFalse(terminal.layoutOfErr().isColoured(), "no terminal");
  }

  private static Map<String, String> environment(String variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.split(" ", -1)) {
      int sign = variable.indexOf('=');
      environment.put(variable.substring(0, sign), variable.substring(sign + 1));
    }
    return environment;
  }

  @Test
  void linesAreFoldedAndTheStatusLineMakesRoom() throws IOException {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Terminal terminal = Terminal.of(true, true, 20, Map.of());
    StatusArea status =
        new StatusArea(new PrintStream(screen, true, StandardCharsets.UTF_8), terminal);
    try (OutputStream out = new FoldedOutput(screen, terminal, status)) {
      status.paint("50%");
      out.write("a line that is half a lin".getBytes(StandardCharsets.UTF_8));
      out.write("e too long\nshort\n".getBytes(StandardCharsets.UTF_8));
      status.paint("60%");
      status.clear();
      out.write("the end".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(
        "\r\033[K50%\r\033[Ka line that is half\n  a line too long\nshort\n"
            + "\r\033[K60%\r\033[Kthe end",
        screen.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"X=, '\r\033[2A\033[J'", "XTERM_VERSION=1, '\r\033[K'"})
  void aStatusLineThatTheTerminalHasWrappedGoesAsAWhole(String variables, String erasing) {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    StatusArea status =
        new StatusArea(
            new PrintStream(screen, true, StandardCharsets.UTF_8),
            Terminal.of(true, true, 20, environment(variables)));
    status.paint("x".repeat(41));
    screen.reset();
    status.clear();
    assertEquals(erasing, screen.toString(StandardCharsets.UTF_8));
  }

  @Test
  void drawnCharactersHaveOthersInAscii() {
    assertEquals("##- 5% | v", AsciiDrawing.of("██░ 5% │ ▼"));
    assertEquals("日本ü", AsciiDrawing.of("日本ü"));
  }
}
