package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor}: what works here. */
class DoctorCommandTest {
  @TempDir Path folder;

  private Cli.Result run(String... arguments) {
    return new Cli()
        .environment(
            Map.of("HOME", folder.toString(), "DECORUM_CACHE_DIR", folder.resolve("c").toString()))
        .folder(folder)
        .start(arguments);
  }

  @Test
  void everythingIsLookedAt() {
    String model = Path.of(Cli.BASE_MODEL).toAbsolutePath().toString();
    Cli.Result result = run("doctor", "-m", model);
    // The charset is that of the machine which runs the tests.
    assertEquals(
        result.out().contains("problem") ? ExitCode.UNUSABLE : ExitCode.DONE, result.exitCode());
    for (String name :
        new String[] {"Java", "configuration", "processor", "memory", "cache", "GPU", "model"}) {
      assertTrue(result.out().contains(" " + name + " "), name + "\n" + result.out());
    }
    assertTrue(result.out().contains("base scores on cpu"), result.out());
  }

  @Test
  void whatIsBrokenIsFoundAndTheRestIsLookedAt() throws IOException {
    Files.writeString(folder.resolve("decorum.toml"), "thread = 1\n");
    Cli.Result result = run("doctor", "-m", "no/such", "--json");
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(result.out().contains("\"works\" : false"), result.out());
    assertTrue(result.out().contains("decorum.toml:1: there is no option"), result.out());
    assertTrue(result.out().contains("no/such: no such folder"), result.out());
    assertTrue(result.out().contains("ONNX Runtime"), result.out());
  }
}
