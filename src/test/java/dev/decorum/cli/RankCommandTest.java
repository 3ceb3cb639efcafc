package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rankings and preference data, from arguments to files and exit codes. */
class RankCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> REPLIES =
      List.of(
          "Of course, let us look at it together.",
          "Go away.",
          "You are stupid!",
          "Thank you for telling me, that sounds hard. Do you want to talk about it?");

  @TempDir Path folder;

  private static Cli.Result rank(String... arguments) {
    List<String> all = new ArrayList<>(List.of("rank", "-m", Cli.BASE_MODEL));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  /** Chats of a persona with example dialogue, which has to survive the way through pairs. */
  private Path samples() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int context = 0; context < 3; context++) {
      for (int reply = 0; reply < REPLIES.size(); reply++) {
        ObjectNode row = JSON.createObjectNode();
        row.put("id", "c" + context + "-" + reply);
        row.put("context_id", "c" + context);
        row.put("memory", "Mara is patient.");
        row.put("prompt", "Sam: hello\nMara: hi");
        row.put("bot_name", "Mara");
        row.put("user_name", "Sam");
        row.putArray("chat_history")
            .addObject()
            .put("sender", "Mara")
            .put("message", "Good to see you.");
        row.withArray("chat_history")
            .addObject()
            .put("sender", "user")
            .put("message", "I failed test " + context + ". ");
        row.withArray("chat_history")
            .addObject()
            .put("sender", "Mara")
            .put("message", REPLIES.get((reply + context) % REPLIES.size()));
        text.append(row).append('\n');
      }
    }
    return Files.writeString(folder.resolve("samples.jsonl"), text);
  }

  @Test
  void aRankingIsAScoreFileInTheOrderOfItsGroups() throws IOException {
    Path out = folder.resolve("ranking.jsonl");
    Cli.Result result = rank(samples().toString(), "--group=context_id", "-o", out.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("12 replies to 3 contexts"), result.err());
    List<JsonNode> rows = rows(out);
    assertEquals(12, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertEquals("c" + i / 4, rows.get(i).get("group").textValue());
      if (i % 4 > 0) {
        double best = rows.get(i - i % 4).get("appropriate_probability").doubleValue();
        double score = rows.get(i).get("appropriate_probability").doubleValue();
        assertTrue(score <= rows.get(i - 1).get("appropriate_probability").doubleValue());
        assertEquals(best - score, rows.get(i).get("margin").doubleValue(), 2e-9);
        assertTrue(rows.get(i).get("rank").intValue() > 1);
      } else {
        assertEquals(1, rows.get(i).get("rank").intValue());
        assertEquals(0, rows.get(i).get("margin").doubleValue());
      }
    }
    assertTrue(Files.exists(folder.resolve("ranking.jsonl.manifest.json")));
    Cli.Result back = Cli.run("report", out.toString(), "--format=json", "--resamples=99");
    assertEquals(0, back.exitCode(), back.err());
    assertEquals(12, JSON.readTree(back.out()).at("/versions/0/rows").intValue());
  }

  @Test
  void onlyTheBestOfEachGroup() throws IOException {
    Path out = folder.resolve("best.csv");
    assertEquals(
        0,
        rank(samples().toString(), "--group=context_id", "--best-of", "-o", out.toString(), "-q")
            .exitCode());
    List<String> lines = Files.readAllLines(out);
    assertEquals(4, lines.size());
    assertTrue(lines.get(0).startsWith("id,bot_name,group,rank,margin,appropriate_probability,"));
    assertTrue(lines.get(1).contains(",c0,1,0.000000000,"), lines.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages", "text"})
  void pairsAgreeWithThemselvesWhenTheyAreReadBack(String form) throws IOException {
    Path pairs = folder.resolve("pairs.jsonl");
    Path summary = folder.resolve("back.json");
    Cli.Result written =
        rank(
            samples().toString(),
            "--group=context_id",
            "--pairs=dpo",
            "--pairing=all",
            "--min-margin=0.0001",
            "--no-length-guard",
            "--pairs-as=" + form,
            "-o",
            pairs.toString());
    assertEquals(0, written.exitCode(), written.err());
    assertFalse(Files.exists(folder.resolve("pairs.jsonl.manifest.json")), "taken for data");
    List<JsonNode> rows = rows(pairs);
    assertTrue(rows.size() > 6, written.err());
    Path ranking = folder.resolve("back.jsonl");
    Cli.Result back =
        rank(pairs.toString(), "-o", ranking.toString(), "--summary", summary.toString(), "-q");
    assertEquals(0, back.exitCode(), back.err());
    JsonNode agreement = JSON.readTree(Files.readString(summary)).get("agreement");
    assertEquals(1.0, agreement.at("/accuracy/value").doubleValue());
    assertEquals(rows.size(), agreement.get("pairs").intValue());
    // Not only in the same order: the very same scores.
    List<JsonNode> again = rows(ranking);
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(
          rows.get(i).get("score_chosen").doubleValue(),
          again.get(2 * i).get("appropriate_probability").doubleValue(),
          1e-6);
      assertEquals(
          rows.get(i).get("score_rejected").doubleValue(),
          again.get(2 * i + 1).get("appropriate_probability").doubleValue(),
          1e-6);
    }
  }

  @Test
  void everyReplyOnceForUnpairedPreferences() throws IOException {
    Path out = folder.resolve("kto.jsonl");
    Path summary = folder.resolve("kto.json");
    assertEquals(
        0,
        rank(
                samples().toString(),
                "--group=context_id",
                "--pairs=kto",
                "--min-margin=0.0001",
                "-o",
                out.toString(),
                "-q")
            .exitCode());
    List<JsonNode> rows = rows(out);
    assertEquals(6, rows.size());
    Set<String> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.get("id").textValue()));
    assertEquals(6, ids.size());
    // Labels within a group are preferences too.
    assertEquals(
        0,
        rank(
                out.toString(),
                "--group=group",
                "-o",
                folder.resolve("r.csv").toString(),
                "--summary",
                summary.toString(),
                "-q")
            .exitCode());
    JsonNode agreement = JSON.readTree(Files.readString(summary)).get("agreement");
    assertEquals("labels", agreement.get("source").textValue());
    assertEquals(1.0, agreement.at("/accuracy/value").doubleValue());
  }

  @Test
  void swipesOfAChatAreReplies() throws IOException {
    Path chat =
        Files.writeString(
            folder.resolve("Tom.jsonl"),
            "{\"user_name\":\"Sam\",\"character_name\":\"Tom\",\"chat_metadata\":{}}\n"
                + "{\"name\":\"Sam\",\"is_user\":true,\"mes\":\"hi\"}\n"
                + "{\"name\":\"Tom\",\"is_user\":false,\"mes\":\"yo\",\"swipes\":[\"\",\"hey\",\"yo\"],"
                + "\"swipe_id\":2}\n"
                + "{\"name\":\"Tom\",\"is_user\":false,\"mes\":\"a\",\"swipes\":[\"a\",\"b\"],"
                + "\"swipe_id\":0}\n");
    Path out = folder.resolve("swipes.jsonl");
    Cli.Result result = rank(chat.toString(), "-o", out.toString());
    assertEquals(0, result.exitCode(), result.err());
    List<String> groups = new ArrayList<>();
    rows(out).forEach(row -> groups.add(row.get("group").textValue()));
    assertEquals(List.of("Tom@2", "Tom@2", "Tom@3", "Tom@3"), groups);
  }

  @Test
  void rowsOfOneReplyNeedAGroup() throws IOException {
    Cli.Result result = rank(samples().toString());
    assertEquals(3, result.exitCode());
    assertTrue(
        result
            .err()
            .contains(
                "samples.jsonl:1: conversation 'c0-0' holds one reply, and nothing says which"
                    + " others answer the same context (--group FIELD)"),
        result.err());
    assertTrue(result.err().endsWith("decorum: there is no reply to rank\n"), result.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--best-of --pairs=dpo | --best-of writes a ranking, --pairs writes pairs: choose one",
        "--min-margin=1.5 | --min-margin must be a difference of probabilities, below 1, not 1.5",
        "--max-pairs=0 | at least one pair: 0",
        "--turns=bot | rank scores the last message of every conversation: no --turns",
        "--cluster=a,b,c | --cluster takes one field, or two different ones",
        "-o ranking.pdf | the extension of 'ranking.pdf' is neither .csv nor .jsonl",
      })
  void aMistakeOnTheCommandLineIsTold(String options, String message) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(samples().toString(), "--group=context_id"));
    arguments.addAll(List.of(options.split(" ", -1)));
    Cli.Result result = rank(arguments.toArray(String[]::new));
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains(message), result.err());
  }
}
