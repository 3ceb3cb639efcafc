package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a pager; the real one is met in a pseudo-terminal. */
class PagedOutputTest {

  @Test
  void whereThereIsNoPagerTextPassesAtOnce() throws Exception {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    Pager pager =
        new Pager(Terminal.of(true, true, 80, Map.of()), Map.of("PATH", "/bin"), () -> true);
    PagedOutput out = new PagedOutput(plain, pager);
    byte[] text = "line\n".repeat(500).getBytes(StandardCharsets.UTF_8);
    out.write(text);
    assertEquals(text.length, plain.size());
    out.close();
    assertEquals(text.length, plain.size());
  }

  /** A report that took an hour must not be lost with its pager. */
  @ParameterizedTest
  @ValueSource(strings = {"sh -c 'exit 3'", "sh -c 'unbalanced", "./no-such-program -R"})
  void whatAPagerThatFailsWasToShowIsPrinted(String program) throws Exception {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    Map<String, String> environment = Map.of("PAGER", program, "PATH", "/bin", "TERM", "xterm");
    StringBuilder expected = new StringBuilder();
    System.setProperty("decorum.terminal.stdout", "true");
    try (PagedOutput out =
        new PagedOutput(plain, new Pager(Terminal.ofProcess(), environment, () -> true))) {
      for (int i = 0; i < 3000; i++) {
        String line = "a line with the number " + i + "\n";
        expected.append(line);
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    } finally {
      System.clearProperty("decorum.terminal.stdout");
    }
    assertEquals(expected.toString(), plain.toString(StandardCharsets.UTF_8));
  }
}
