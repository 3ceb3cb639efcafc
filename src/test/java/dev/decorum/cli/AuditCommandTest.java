package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path chats;

  @BeforeEach
  void write() throws IOException {
    chats = Chats.write(folder.resolve("chats.jsonl"), 60);
  }

  private Path store() {
    return folder.resolve("store.db");
  }

  private Cli.Result audit(String night, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "audit",
                chats.toString(),
                "-m",
                Cli.BASE_MODEL,
                "--store",
                store().toString(),
                "--night",
                night));
    arguments.addAll(Arrays.asList(more));
    return Cli.run(arguments.toArray(new String[0]));
  }

  private Cli.Result history(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("audit", "history", "--store", store().toString()));
    arguments.addAll(Arrays.asList(more));
    return Cli.run(arguments.toArray(new String[0]));
  }

  @Test
  void aSecondAuditOfTheSameExportComputesNothingAndSaysTheSame() throws Exception {
    JsonNode first = JSON.readTree(audit("2026-11-01", "--format", "json").out());
    Cli.Result again = audit("2026-11-01", "--format", "json");
    assertEquals(0, again.exitCode(), again.err());
    JsonNode second = JSON.readTree(again.out());
    assertEquals(60, first.at("/numbers/scored").asInt());
    assertTrue(first.at("/numbers/computed").asInt() > 0);
    assertEquals(0, second.at("/numbers/computed").asInt());
    for (String name : List.of("mean", "mean_low", "share_below_baseline", "q05", "mean_tokens")) {
      assertEquals(first.at("/numbers/" + name), second.at("/numbers/" + name), name);
    }
    assertEquals(first.at("/slices"), second.at("/slices"));
    // Its night is replaced, not compared with itself.
    assertEquals(0, second.at("/earlier_nights").asInt());
  }

  @Test
  void anExportWithoutARowLeavesTheNightAsItWas() throws IOException {
    assertEquals(0, audit("2026-11-01").exitCode());
    String before = history("--format", "json").out();
    Files.writeString(chats, "");
    Cli.Result result = audit("2026-11-01");
    assertEquals(ExitCode.GATE, result.exitCode());
    assertTrue(result.out().contains("NO DATA: The input has no conversation."), result.out());
    assertTrue(
        result
            .err()
            .contains("nothing is stored; the night of 2026-11-01 in the store stays as it was"),
        result.err());
    assertEquals(before, history("--format", "json").out());
  }

  @Test
  void aNightIsOfAYearOfFourDigits() {
    Cli.Result result = audit("+12026-11-24");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(
        result.err().contains("--night must be a date of the years 1 to 9999"), result.err());
  }

  @Test
  void quietPrintsOnlyWhatIsWrong() {
    Cli.Result fine = audit("2026-11-01", "-q", "--fail-if", "any");
    assertEquals(0, fine.exitCode(), fine.out());
    assertEquals("", fine.out());
    assertEquals("", fine.err());
    Cli.Result again = audit("2026-11-02", "-q", "--fail-if", "any");
    assertEquals(1, again.exitCode());
    assertEquals("", again.err());
    String[] once = again.out().split("All 60 conversations are those of 2026-11-01", -1);
    assertEquals(2, once.length, again.out());
    assertTrue(again.out().contains("decorum audit remove 2026-11-02"), again.out());
    Cli.Result removed = Cli.run("audit", "remove", "2026-11-02", "--store", store().toString());
    assertEquals(0, removed.exitCode(), removed.err());
    assertFalse(history().out().contains("2026-11-02"));
    Cli.Result missing =
        Cli.run("audit", "remove", "2026-11-01", "2026-11-02", "--store", store().toString());
    assertEquals(ExitCode.UNUSABLE, missing.exitCode());
    assertTrue(missing.err().contains("has no night of 2026-11-02"), missing.err());
    assertTrue(history().out().contains("2026-11-01"));
  }

  @Test
  void theDateCanBeInTheNameOfTheExport() throws IOException {
    Path dated = folder.resolve("chats-20261103.jsonl");
    Files.copy(chats, dated);
    chats = dated;
    assertEquals(0, audit("from-name").exitCode());
    assertTrue(history().out().contains("2026-11-03"));
  }

  @Test
  void aClockThatWentBackIsNoticed() {
    assertEquals(0, audit("9000-01-01").exitCode());
    Cli.Result result =
        Cli.run(
            "audit", chats.toString(), "-q", "-m", Cli.BASE_MODEL, "--store", store().toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("holds a night of 9000-01-01, and today is"), result.err());
  }

  @Test
  void theNumbersAreThoseOfAScoreFile() throws Exception {
    JsonNode audited =
        JSON.readTree(
            audit("2026-11-01", "--format", "json", "--by", "channel", "--cluster", "user_id")
                .out());
    JsonNode reported =
        JSON.readTree(
            Cli.run(
                    "report",
                    chats.toString(),
                    "-m",
                    Cli.BASE_MODEL,
                    "--by",
                    "channel",
                    "--cluster",
                    "user_id",
                    "--format",
                    "json")
                .out());
    JsonNode version = reported.at("/versions/0");
    assertEquals(
        version.at("/mean_probability/value").asDouble(),
        audited.at("/numbers/mean").asDouble(),
        1e-9);
    assertEquals(
        version.at("/share_below_baseline/value").asDouble(),
        audited.at("/numbers/share_below_baseline").asDouble(),
        1e-12);
    assertEquals(
        version.at("/share_below_baseline/low").asDouble(),
        audited.at("/numbers/share_below_baseline_low").asDouble(),
        1e-9);
    assertEquals(2, audited.at("/slices").size());
    assertEquals("app", audited.at("/slices/0/value").asText());
    assertEquals(30, audited.at("/slices/0/rows").asInt());
    assertEquals(
        8, audited.at("/slices/0/clusters").asInt() + audited.at("/slices/1/clusters").asInt());
  }

  @Test
  void aChannelThatFallsSilentIsNamed() throws Exception {
    List<String> rows = Files.readAllLines(chats);
    for (int night = 1; night <= 7; night++) {
      // Not the same conversations every night, which would be repeated nights.
      Files.writeString(
          chats, String.join("\n", rows).replaceFirst("\"message\": *\"", "$0" + night + " "));
      assertEquals(0, audit("2026-10-0" + night, "--by", "channel").exitCode());
    }
    Files.write(
        chats, Files.readAllLines(chats).stream().filter(row -> row.contains("\"app\"")).toList());
    Cli.Result second = audit("2026-10-08", "--by", "channel");
    assertTrue(
        second
            .out()
            .contains(
                "MISSING SLICE: No conversation of channel web (last seen 2026-10-07, 30"
                    + " conversations)."),
        second.out());
    JsonNode json = JSON.readTree(audit("2026-10-08", "--by=channel", "--format=json").out());
    assertEquals("missing-slice", json.at("/findings/0/kind").asText());
  }

  @Test
  void conditionsDecideTheExitCode() {
    Cli.Result failed = audit("2026-11-01", "--fail-if", "scored < 100", "--fail-if", "drift");
    assertEquals(1, failed.exitCode());
    assertTrue(
        failed.out().contains("FAILED --fail-if 'scored < 100': scored is 60."), failed.out());
    assertFalse(failed.err().contains("FAILED"), failed.err());
    assertTrue(
        failed.out().contains("Not decided --fail-if 'drift': too few earlier nights"),
        failed.out());
    assertEquals(0, audit("2026-11-02", "--fail-if", "scored < 60").exitCode());
    Cli.Result wrong = audit("2026-11-02", "--fail-if", "score < 60");
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("'score' is not a number of a night; known are"), wrong.err());
  }

  @Test
  void aChangeOfTheBotIsToldAndAcceptedLater() throws IOException {
    for (int night = 1; night <= 16; night++) {
      int of = night;
      Chats.write(chats, 60, chat -> chat.put("memory", "a persona of night " + of));
      assertEquals(0, audit(String.format("2026-11-%02d", night), "--fail-if", "drift").exitCode());
    }
    Chats.write(
        chats,
        60,
        chat -> {
          chat.putArray("chat_history");
          return chat;
        });
    Cli.Result changed = audit("2026-11-17", "--fail-if", "drift");
    assertEquals(1, changed.exitCode(), changed.out());
    assertTrue(changed.out().contains("FAILED --fail-if 'drift'."), changed.out());
    assertTrue(changed.out().contains("DRIFT: Empty tonight: 100.0%, above what"), changed.out());
    Cli.Result accepted =
        Cli.run("audit", "accept", "--store", store().toString(), "--from", "2026-11-17");
    assertEquals(0, accepted.exitCode(), accepted.err());
    Cli.Result after = audit("2026-11-17", "--fail-if", "drift");
    assertEquals(0, after.exitCode(), after.out());
    assertTrue(after.out().contains("Not compared with 16 nights before 2026-11-17"), after.out());
  }

  private Cli.Result accept(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("audit", "accept", "--store", store().toString()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void anAcceptedLevelCanBeTakenBack() throws Exception {
    audit("2026-11-01");
    Cli.Result future = accept("--from", "2027-01-01", "--reason", "a slip");
    assertEquals(0, future.exitCode());
    assertTrue(
        future.err().contains("2027-01-01 is after the last night, 2026-11-01: until then"),
        future.err());
    assertTrue(history().out().contains("was accepted: a slip"));
    Cli.Result none = accept("--from", "2026-12-24", "--undo");
    assertEquals(ExitCode.UNUSABLE, none.exitCode());
    assertTrue(
        none.err().contains("no level was accepted from 2026-12-24 on; accepted were 2027-01-01"),
        none.err());
    assertEquals(0, accept("--from", "2027-01-01", "--undo").exitCode());
    assertFalse(history().out().contains("a slip"));
    Cli.Result words = accept("--from", "tomorrow");
    assertEquals(ExitCode.USAGE, words.exitCode());
    assertTrue(
        words
            .err()
            .contains("--from must be a date such as 2026-11-24, or today or yesterday, not"),
        words.err());
  }

  @Test
  void aNightThatIsAuditedAgainIsReplacedAndThatIsSaid() throws Exception {
    audit("2026-11-01");
    Cli.Result again = audit("2026-11-01");
    assertTrue(again.err().contains("this replaces the earlier audit of 2026-11-01"), again.err());
  }

  @Test
  void historyListsNightsAndShowsTheTables() throws Exception {
    audit("2026-11-01");
    audit("2026-11-02");
    Cli.Result listed = history();
    assertEquals(0, listed.exitCode(), listed.err());
    assertTrue(listed.out().startsWith("2 nights of the series nightly"), listed.out());
    assertTrue(listed.out().contains("2026-11-02"), listed.out());
    JsonNode json = JSON.readTree(history("--format", "json", "--nights", "1").out());
    assertEquals(1, json.at("/nights").size());
    assertEquals("2026-11-02", json.at("/nights/0/night").asText());
    assertTrue(history("--sql").out().contains("CREATE TABLE slice"));
    Cli.Result none = history("--series", "other");
    assertEquals(3, none.exitCode());
    assertTrue(none.err().contains("has no night of the series other; its series: nightly"));
  }

  /** 6 November 2026 is a Friday. */
  @Test
  void historySaysOfMissingNightsWhatTheAuditSaid() throws Exception {
    audit("2026-11-06", "--calendar", "nightly");
    Cli.Result monday = audit("2026-11-09", "--calendar", "nightly");
    assertTrue(monday.out().contains("MISSING NIGHT: "), monday.out());
    assertEquals(List.of("missing-night", "repeated-night"), kinds());
    assertEquals(List.of("repeated-night"), kinds("--calendar", "weekdays"));
    audit("2026-11-09", "--calendar", "weekdays");
    assertEquals(List.of("repeated-night"), kinds());
    assertEquals(List.of("missing-night", "repeated-night"), kinds("--calendar", "nightly"));
    // Two nights are too few to learn from.
    assertEquals(List.of("repeated-night"), kinds("--calendar", "auto"));
    Cli.Result unknown = history("--calendar", "monthly");
    assertEquals(ExitCode.USAGE, unknown.exitCode());
    assertTrue(unknown.err().contains("monthly"), unknown.err());
  }

  /** What the history finds in its last night. */
  private List<String> kinds(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--nights", "1", "--format", "json"));
    arguments.addAll(Arrays.asList(more));
    JsonNode json = JSON.readTree(history(arguments.toArray(new String[0])).out());
    List<String> kinds = new ArrayList<>();
    json.at("/nights/0/findings").forEach(finding -> kinds.add(finding.get("kind").asText()));
    return kinds.stream().sorted().toList();
  }

  @Test
  void historyIsAlsoATableOfNumbers() throws IOException {
    audit("2026-11-01");
    audit("2026-11-02");
    String csv = history("--format", "csv").out();
    assertTrue(csv.startsWith("night,scale,read,scored,"), csv);
    assertTrue(csv.contains("\n2026-11-02,probability,60,60,0,0."), csv);
    Path file = folder.resolve("history.CSV");
    assertEquals(0, history("-o", file.toString()).exitCode());
    assertEquals(csv, Files.readString(file));
    Cli.Result unknown = history("-o", folder.resolve("history.tsv").toString());
    assertEquals(ExitCode.USAGE, unknown.exitCode());
    assertTrue(unknown.err().contains("is none of .txt, .md, .json, .html, .csv, .xml"));
    // No other report is a table of numbers.
    assertEquals(ExitCode.USAGE, audit("2026-11-03", "--format", "csv").exitCode());
  }

  @Test
  void everyFormIsWritten() throws IOException {
    Path html = folder.resolve("audit.html");
    Path metrics = folder.resolve("decorum.prom");
    Path xml = folder.resolve("audit.xml");
    Cli.Result result =
        audit(
            "2026-11-01",
            "--html",
            html.toString(),
            "--metrics",
            metrics.toString(),
            "-o",
            xml.toString(),
            "--by",
            "channel",
            "--fail-if",
            "mean > 0.999");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(Files.readString(html).contains("Audit of 2026-11-01"));
    assertTrue(
        Files.readString(xml).contains("name=\"not mean &gt; 0.999\""), Files.readString(xml));
    List<String> lines = Files.readAllLines(metrics);
    assertTrue(lines.contains("decorum_audit_scored{series=\"nightly\"} 60"), lines.toString());
    assertTrue(
        lines.contains(
            "decorum_audit_condition_failed{series=\"nightly\",condition=\"mean > 0.999\"} 0"),
        lines.toString());
    assertTrue(
        lines.contains(
            "decorum_audit_slice_scored{series=\"nightly\",field=\"channel\",value=\"web\"} 30"),
        lines.toString());
    // Every sample has its help and type before it, and a number behind it.
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("# HELP ")) {
        String name = lines.get(i).replaceFirst("# HELP (\\S+) .*", "$1");
        assertEquals("# TYPE " + name + " gauge", lines.get(i + 1));
        assertTrue(lines.get(i + 2).startsWith(name + "{"), lines.get(i + 2));
      } else if (!lines.get(i).startsWith("#")) {
        Double.parseDouble(lines.get(i).substring(lines.get(i).lastIndexOf(' ') + 1));
      }
    }
  }

  @Test
  void scoreAndAuditShareTheStore() throws IOException {
    audit("2026-11-01");
    Path scores = folder.resolve("scores.csv");
    Cli.Result cached =
        Cli.run(
            "score",
            chats.toString(),
            "-m",
            Cli.BASE_MODEL,
            "--cache",
            store().toString(),
            "-o",
            scores.toString());
    assertEquals(0, cached.exitCode(), cached.err());
    Path plain = folder.resolve("plain.csv");
    Cli.run("score", chats.toString(), "-m", Cli.BASE_MODEL, "-o", plain.toString());
    assertEquals(Files.readString(plain), Files.readString(scores));
  }

  @Test
  void rowsThatCannotBeUsedAreCountedAndTold() throws IOException {
    Files.writeString(chats, Files.readString(chats) + "{broken\n");
    Cli.Result result = audit("2026-11-01", "--fail-if", "rejected > 0");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("chats.jsonl:61"), result.err());
    assertTrue(
        result.out().contains("FAILED --fail-if 'rejected > 0': rejected is 1."), result.out());
  }

  @Test
  void anInputThatCannotBeUsedLeavesNoNight() {
    Cli.Result result =
        Cli.run("audit", "missing.jsonl", "-m", Cli.BASE_MODEL, "--store", store().toString());
    assertEquals(3, result.exitCode());
    assertEquals(3, history().exitCode());
  }

  @Test
  void whatIsMissingOnTheCommandLineIsSaid() {
    Cli.Result noStore = Cli.run("audit", chats.toString());
    assertEquals(2, noStore.exitCode());
    assertTrue(noStore.err().contains("a store is needed: --store FILE"), noStore.err());
    Cli.Result neither = Cli.run("audit");
    assertEquals(2, neither.exitCode());
    assertTrue(neither.err().contains("an input is needed"), neither.err());
    Cli.Result noInput = Cli.run("audit", "--store", store().toString());
    assertEquals(2, noInput.exitCode());
    assertTrue(noInput.err().contains("an input is needed"), noInput.err());
    assertEquals(2, audit("2026-11-01", "--series", "../x").exitCode());
    assertEquals(2, audit("2026-11-01", "--window", "2").exitCode());
    assertEquals(2, audit("last night").exitCode());
    assertEquals(2, audit("from-name").exitCode());
    assertFalse(Files.exists(store()));
  }

  @Test
  void theStoreIsNoOutputAndNoInput() {
    Cli.Result result = audit("2026-11-01", "-o", store().toString(), "--format", "text");
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("two outputs would be written to"), result.err());
  }
}
