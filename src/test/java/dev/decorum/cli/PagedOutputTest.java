package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
