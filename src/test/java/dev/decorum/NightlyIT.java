package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples for cron, systemd and releases, run as those would run them. */
class NightlyIT {
  private static final Path EXAMPLE = Path.of("examples/nightly-audit").toAbsolutePath();
  private static final Path CHATS = Path.of("examples/first-scores/chats.jsonl");

  private final LocalDate today = LocalDate.now(ZoneId.systemDefault());

  @TempDir Path home;

  @BeforeEach
  void exportYesterday() throws IOException {
    Path chats = Files.createDirectory(home.resolve("chats"));
    Files.copy(CHATS, chats.resolve(today.minusDays(1) + "-web.jsonl"));
  }

  @Test
  void theCrontabLineAudits() throws Exception {
    // Should midnight pass before the line is run, these are yesterday's.
    Files.copy(CHATS, home.resolve("chats").resolve(today + "-web.jsonl"));
    List<String> lines;
    try (Stream<String> all = Files.lines(EXAMPLE.resolve("crontab"))) {
      lines = all.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }
    assertEquals(2, lines.size(), "a PATH and one job");
    Matcher job =
        Pattern.compile("(\\S+) (\\S+) (\\S+) (\\S+) (\\S+) {2}(.*)").matcher(lines.get(1));
    assertTrue(job.matches(), lines.get(1));
    assertEquals("15 3 * * *", String.join(" ", fields(job)));
    // cron ends a command at the first bare percent sign and takes the backslash off the others.
    String command = job.group(6);
    assertTrue(!command.matches(".*(?<!\\\\)%.*"), "a bare percent sign: " + command);
    Distribution.Result result =
        new Distribution().environment("HOME", home.toString()).shell(command.replace("\\%", "%"));
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.out(), "nothing is wrong");
    assertTrue(Files.readString(home.resolve("audit.html")).contains("<h1"), "a page");
  }

  private static List<String> fields(Matcher job) {
    List<String> fields = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      fields.add(job.group(i));
    }
    return fields;
  }

  @Test
  void theServiceAudits() throws Exception {
    String start = "ExecStart=/opt/decorum/bin/decorum ";
    String line;
    try (Stream<String> lines = Files.lines(EXAMPLE.resolve("decorum-audit.service"))) {
      line = lines.filter(each -> each.startsWith(start)).findFirst().orElseThrow();
    }
    // systemd replaces %h; the quotes of this line mean to it what they mean to a shell.
    Distribution.Result result =
        new Distribution()
            .shell("decorum " + line.substring(start.length()).replace("%h", home.toString()));
    assertEquals(0, result.exitCode(), result.err());
    List<String> metrics = Files.readAllLines(home.resolve("decorum.prom"));
    assertTrue(metrics.contains("decorum_audit_scored{series=\"nightly\"} 4"), metrics.toString());
    Distribution.Result again =
        new Distribution()
            .shell("decorum " + line.substring(start.length()).replace("%h", home.toString()));
    assertEquals(0, again.exitCode(), again.out());
    assertTrue(
        Files.readAllLines(home.resolve("decorum.prom"))
            .contains("decorum_audit_computed{series=\"nightly\"} 0"));
  }

  @Test
  void theTimerBelongsToTheService() throws Exception {
    assertTrue(Files.exists(EXAMPLE.resolve("decorum-audit.timer")), "of the service's name");
    List<String> lines = Files.readAllLines(EXAMPLE.resolve("decorum-audit.timer"));
    String calendar =
        lines.stream()
            .filter(line -> line.startsWith("OnCalendar="))
            .map(line -> line.substring("OnCalendar=".length()))
            .findFirst()
            .orElseThrow();
    assertTrue(calendar.matches("\\*-\\*-\\* [0-2]\\d:[0-5]\\d:[0-5]\\d"), calendar);
    for (String section : List.of("[Unit]", "[Timer]", "[Install]")) {
      assertTrue(lines.contains(section), section);
    }
  }

  @Test
  void theReleaseScriptLetsABetterVersionPassAndStopsAWorseOne() throws Exception {
    assertReleased(0, "go", "v1", "v1");
    assertReleased(0, "go", "v1", "v2");
    assertReleased(1, "stop, the new version is worse", "v2", "v1");
  }

  private void assertReleased(int exitCode, String said, String old, String changed)
      throws Exception {
    String versions = " examples/compare-versions/";
    Distribution.Result result =
        new Distribution()
            .shell(
                EXAMPLE.resolve("release.sh")
                    + " "
                    + home.resolve("audits.db")
                    + versions
                    + old
                    + ".jsonl"
                    + versions
                    + changed
                    + ".jsonl");
    assertEquals(exitCode, result.exitCode(), result.out() + result.err());
    assertTrue(result.out().endsWith("\nrelease: " + said + "\n"), result.out());
  }
}
