package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps Java or its libraries from starting is said, and is never taken for 1. */
@EnabledOnOs(OS.LINUX)
class StartIT {
  private static final List<String> SCORE =
      List.of("score", "-q", "examples/first-scores/chats.jsonl");

  @TempDir Path folder;

  private static void assertUnusable(Distribution.Result result, String words) {
    assertEquals(3, result.exitCode(), result.err());
    assertTrue(result.err().contains(words), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
    assertEquals("", result.out());
  }

  private static Distribution.Result score(Distribution distribution) throws Exception {
    return distribution.run(SCORE.toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmx1t -XX:Nonsense", "-Xmx", "-Xms900t", "-agentlib:none"})
  void optionsThatJavaRefuses(String options) throws Exception {
    assertUnusable(
        score(new Distribution().environment("DECORUM_OPTS", options)), "Java does not start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v 1000000", "-n 15", "-n 30", "-n 40", "-n 50"})
  void limitsThatAreTooLow(String limit) throws Exception {
    assertUnusable(
        score(new Distribution().under("bash", "-c", "ulimit " + limit + "; exec \"$0\" \"$@\"")),
        "decorum: ");
  }

  @Test
  void aTemporaryFolderThatIsNotThere() throws Exception {
    assertUnusable(
        score(new Distribution().environment("DECORUM_OPTS", "-Djava.io.tmpdir=/nonexistent")),
        "no such file or folder");
  }

  @Test
  void aConfigurationWithoutEnd() throws Exception {
    Distribution.Result result = new Distribution().run("score", "--config", "/dev/zero", "-");
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains("larger than 1 MiB"), result.err());
  }
}
