package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are not ASCII under cron's locale; the shell makes them, as this Java may not. */
class OddNamesIT {
  private static final String ROW =
      "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}\n";

  @TempDir Path folder;

  @BeforeEach
  void writeScript() throws IOException {
    Files.writeString(folder.resolve("row.jsonl"), ROW);
  }

  private void assertScored(String inputs) throws Exception {
    Path script = folder.resolve("script.sh");
    Files.write(
        script,
        ("cd "
                + folder
                + " && mkdir -p größe && for n in grün 日本 😀; do cp row.jsonl größe/$n.jsonl; done\n"
                + "exec decorum score -q "
                + inputs
                + "\n")
            .getBytes(StandardCharsets.UTF_8));
    Distribution.Result result =
        new Distribution()
            .environment("LANG", "C")
            .environment("LC_ALL", "")
            .environment("LC_CTYPE", "")
            .shell("sh " + script);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(4, result.out().lines().count(), result.out());
  }

  @Test
  void filesAreRead() throws Exception {
    assertScored("größe/grün.jsonl größe/日本.jsonl größe/😀.jsonl");
  }

  @Test
  void foldersAndPatternsAreRead() throws Exception {
    assertScored("größe");
    assertScored("'größe/*.jsonl'");
  }
}
