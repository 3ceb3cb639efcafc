package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations, each number of which is compared with {@code score} on an edited input. */
class ExplainCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double ROUNDING = 1e-6;
  private static final String CHATS = "examples/first-scores/chats.jsonl";

  @TempDir private Path folder;

  /** Edited copies of a conversation, which are scored together. */
  private final class Edits {
    private final JsonNode original;
    private final List<String> rows = new ArrayList<>();

    Edits(JsonNode original) {
      this.original = original;
    }

    void add(String id, Consumer<ObjectNode> edit) {
      ObjectNode copy = original.deepCopy();
      copy.put("id", id);
      edit.accept(copy);
      rows.add(copy.toString());
    }

    /** The score of every copy by its id. */
    Map<String, Double> scores(String... options) throws IOException {
      Path input = Files.write(folder.resolve("edited.jsonl"), rows);
      List<String> command =
          new ArrayList<>(List.of("score", "-q", "-m", Cli.BASE_MODEL, "--output-format=jsonl"));
      command.addAll(List.of(options));
      command.add(input.toString());
      Cli.Result result = Cli.run(command.toArray(String[]::new));
      assertEquals(0, result.exitCode(), result.err());
      Map<String, Double> scores = new HashMap<>();
      for (String line : result.out().lines().toList()) {
        JsonNode row = JSON.readTree(line);
        scores.put(row.get("id").asText(), row.get("appropriate_probability").asDouble());
      }
      assertEquals(rows.size(), scores.size());
      return scores;
    }
  }

  private static double of(Map<String, Double> scores, String id) {
    return scores.getOrDefault(id, Double.NaN);
  }

  private static ArrayNode history(ObjectNode row) {
    return (ArrayNode) row.get("chat_history");
  }

  private static void keepFirst(ObjectNode row, int messages) {
    while (history(row).size() > messages) {
      history(row).remove(history(row).size() - 1);
    }
  }

  private static void dropFirst(ObjectNode row, int messages) {
    for (int i = 0; i < messages; i++) {
      history(row).remove(0);
    }
  }

  private static JsonNode chat(String memory, String prompt, String... messages) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", "chat").put("bot_name", "Tom").put("memory", memory).put("prompt", prompt);
    ArrayNode history = row.putArray("chat_history");
    for (String message : messages) {
      boolean bot = history.size() % 2 == 1;
      history.addObject().put("sender", bot ? "Tom" : "user").put("message", message);
    }
    return row;
  }

  private static String[] words(int count) {
    String[] words = {"no", "hi", "so", "you", "it", "he", "go", "me", "as", "or", "up", "we"};
    String[] messages = new String[count];
    for (int i = 0; i < count; i++) {
      messages[i] = words[i % words.length];
    }
    return messages;
  }

  private Path write(JsonNode... rows) throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode row : rows) {
      lines.add(row.toString());
    }
    return Files.write(folder.resolve("in.jsonl"), lines);
  }

  private static Cli.Result explain(String... arguments) {
    List<String> command = new ArrayList<>(List.of("explain", "-q", "-m", Cli.BASE_MODEL));
    command.addAll(List.of(arguments));
    return Cli.run(command.toArray(String[]::new));
  }

  private static JsonNode explained(Path input, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--format=json", input.toString()));
    Cli.Result result = explain(arguments.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    return JSON.readTree(result.out()).get("conversations");
  }

  /** A chat of 4 is within the history, one of 13 has 3 messages before it. */
  @ParameterizedTest
  @CsvSource({"4, 'Calm.', 'Tom: Hm.'", "13, 'Calm.', ''", "13, '', ''"})
  void everyNumberIsTheScoreOfTheEditedInput(int count, String memory, String prompt)
      throws IOException {
    JsonNode chat = chat(memory, prompt, words(count));
    JsonNode explanation = explained(write(chat)).get(0);
    assertEquals(0, explanation.get("tokens_dropped").asInt(), "the text has to fit");
    int before = Math.max(0, count - 10);
    Edits edits = new Edits(chat);
    edits.add("whole", row -> {});
    edits.add("no-persona", row -> row.put("memory", ""));
    edits.add("no-example", row -> row.put("prompt", ""));
    for (int k = 1; k <= count; k++) {
      int number = k;
      edits.add("after-" + k, row -> keepFirst(row, number));
      if (k > before) {
        edits.add(
            "without-" + k,
            row -> {
              history(row).remove(number - 1);
              dropFirst(row, before);
            });
      }
    }
    Map<String, Double> scores = edits.scores();
    double whole = of(scores, "whole");
    assertEquals(whole, explanation.get("appropriate_probability").asDouble(), ROUNDING);
    checkSetting(explanation.get("persona"), memory, whole, of(scores, "no-persona"));
    checkSetting(explanation.get("example_dialogue"), prompt, whole, of(scores, "no-example"));
    double previous = Double.NaN;
    for (int k = 1; k <= count; k++) {
      JsonNode message = explanation.get("dialogue").get(k - 1);
      double after = of(scores, "after-" + k);
      assertEquals(k, message.get("message").asInt());
      assertEquals(after, message.get("score_after").asDouble(), ROUNDING);
      if (k == 1) {
        assertTrue(message.get("change").isNull());
      } else {
        assertEquals(after - previous, message.get("change").asDouble(), 2 * ROUNDING);
      }
      previous = after;
      assertEquals(k > before, message.get("read").asBoolean());
      if (k > before) {
        double without = of(scores, "without-" + k);
        assertEquals(without, message.get("score_without").asDouble(), ROUNDING);
        assertEquals(without - whole, message.get("difference").asDouble(), 2 * ROUNDING);
      } else {
        assertTrue(message.get("score_without").isNull());
        assertTrue(message.get("difference").isNull());
      }
    }
  }

  private static void checkSetting(JsonNode setting, String text, double whole, double without) {
    if (text.isEmpty()) {
      assertTrue(setting.isNull());
    } else {
      assertEquals(text, setting.get("text").asText());
      assertTrue(setting.get("read").asBoolean());
      assertNotEquals(whole, without, 10 * ROUNDING, "the model does not care");
      assertEquals(without, setting.get("score_without").asDouble(), ROUNDING);
      assertEquals(without - whole, setting.get("difference").asDouble(), 2 * ROUNDING);
    }
  }

  /**
   * The choice that is documented: a message that is left out of a long chat is not replaced. So
   * the score is the one at a history of 9, and not the one at a history of 10.
   */
  @Test
  void noOlderMessageMovesUp() throws IOException {
    JsonNode chat = chat("", "", words(12));
    JsonNode dialogue = explained(write(chat)).get(0).get("dialogue");
    Edits edits = new Edits(chat);
    for (int k = 3; k <= 12; k++) {
      int number = k;
      edits.add("without-" + k, row -> history(row).remove(number - 1));
    }
    Map<String, Double> ofNine = edits.scores("--history=9");
    Map<String, Double> ofTen = edits.scores();
    for (int k = 3; k <= 12; k++) {
      double without = dialogue.get(k - 1).get("score_without").asDouble();
      assertEquals(of(ofNine, "without-" + k), without, ROUNDING);
      assertNotEquals(of(ofTen, "without-" + k), without, 10 * ROUNDING);
    }
  }

  /** Where tokens are cut off, they come in again, as they do for the edited input. */
  @Test
  void aWindowThatIsCutIsCutAfterTheEdit() throws IOException {
    String[] messages = words(6);
    messages[1] = "a long tale ".repeat(40).strip();
    messages[3] = "of old ships ".repeat(7).strip();
    JsonNode chat = chat("A cook of fine soups.", "", messages);
    JsonNode explanation = explained(write(chat)).get(0);
    assertTrue(explanation.get("tokens_dropped").asInt() > 0, "the text must not fit");
    int read = explanation.get("messages_used").asInt();
    assertTrue(read < 6 && read > 2, "messages that are read: " + read);
    Edits edits = new Edits(chat);
    edits.add("no-persona", row -> row.put("memory", ""));
    for (int k = 1; k <= 6; k++) {
      int number = k;
      edits.add("without-" + k, row -> history(row).remove(number - 1));
    }
    Map<String, Double> scores = edits.scores();
    double whole = explanation.get("appropriate_probability").asDouble();
    assertFalse(explanation.get("persona").get("read").asBoolean());
    assertEquals(0, explanation.get("persona").get("difference").asDouble());
    assertEquals(whole, of(scores, "no-persona"), ROUNDING);
    for (int k = 1; k <= 6; k++) {
      JsonNode message = explanation.get("dialogue").get(k - 1);
      assertEquals(k > 6 - read, message.get("read").asBoolean());
      double without = of(scores, "without-" + k);
      assertEquals(
          k > 6 - read ? without : whole,
          k > 6 - read ? message.get("score_without").asDouble() : without,
          ROUNDING);
    }
    Cli.Result text = explain(folder.resolve("in.jsonl").toString());
    assertTrue(
        text.out().replaceAll("\\s+", " ").contains("tokens on the left did not fit"), text.out());
  }

  @Test
  void theLargestFallAndTheBestMessageToLeaveOutAreMarked() throws IOException {
    Path input = write(chat("Calm.", "", words(12)));
    JsonNode explanation = explained(input).get(0);
    int fall = 0;
    int raise = 0;
    int fallOfUser = 0;
    double steepest = 0;
    double steepestOfUser = 0;
    double highest = 0;
    for (JsonNode message : explanation.get("dialogue")) {
      double change = message.get("change").asDouble();
      if (message.get("speaker").asText().equals("bot")) {
        if (change < steepest) {
          steepest = change;
          fall = message.get("message").asInt();
        }
      } else if (change < steepestOfUser) {
        steepestOfUser = change;
        fallOfUser = message.get("message").asInt();
      }
      if (message.get("difference").asDouble() > highest) {
        highest = message.get("difference").asDouble();
        raise = message.get("message").asInt();
      }
    }
    assertTrue(steepest < -0.01 && highest > 0.01, "a chat without ups and downs proves nothing");
    assertEquals(fall, explanation.get("largest_fall").asInt());
    assertEquals(fallOfUser, explanation.get("largest_fall_of_user").asInt());
    assertEquals(raise, explanation.get("highest_without").asInt());
    String text = explain(input.toString()).out();
    assertEquals(List.of(fall), marked(text, "▼"), text);
    assertEquals(List.of(raise), marked(text, "▲"), text);
  }

  /** The numbers of the messages with a mark. */
  private static List<Integer> marked(String text, String mark) {
    return text.lines()
        .filter(line -> line.matches(" *\\d+  .*" + mark + ".*"))
        .map(line -> Integer.valueOf(line.strip().replaceFirst(" .*", "")))
        .toList();
  }

  @Test
  void onlyTheLastMessagesAreScoredIfSoAsked() throws IOException {
    Path input = write(chat("", "", words(12)));
    JsonNode all = explained(input).get(0).get("dialogue");
    JsonNode last = explained(input, "--last=3", "--history=2").get(0).get("dialogue");
    for (int k = 1; k <= 12; k++) {
      JsonNode message = last.get(k - 1);
      assertEquals(k < 10, message.get("score_after").isNull());
      assertEquals(k < 10, message.get("change").isNull());
      assertEquals(k > 10, message.get("read").asBoolean());
    }
    assertEquals(
        all.get(11).get("change").asDouble(),
        explained(input, "--last=1").get(0).get("dialogue").get(11).get("change").asDouble(),
        2 * ROUNDING);
    String text = explain("--last=3", "--history=2", input.toString()).out();
    assertTrue(text.contains("… 9 earlier messages are not shown …"), text);
  }

  @Test
  void theLowestAreThoseThatScoreLowest() throws IOException {
    Cli.Result all = Cli.run("score", "-q", "-m", Cli.BASE_MODEL, "--output-format=jsonl", CHATS);
    Map<String, Double> scores = new HashMap<>();
    for (String line : all.out().lines().toList()) {
      JsonNode row = JSON.readTree(line);
      scores.put(row.get("id").asText(), row.get("appropriate_probability").asDouble());
    }
    List<String> ordered =
        scores.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    JsonNode lowest = explained(Path.of(CHATS), "--lowest=3");
    assertEquals(3, lowest.size());
    for (int i = 0; i < 3; i++) {
      String id = lowest.get(i).get("id").asText();
      assertEquals(ordered.get(i), id);
      JsonNode alone = explained(Path.of(CHATS), "--id=" + id).get(0);
      assertEquals(
          alone.get("dialogue").get(0).get("text"),
          lowest.get(i).get("dialogue").get(0).get("text"));
      double scored = of(scores, id);
      assertEquals(scored, alone.get("appropriate_probability").asDouble(), ROUNDING);
    }
  }

  @Test
  void theTextFitsATerminalAndCannotRepaintIt() throws IOException {
    Path input =
        write(
            chat(
                "ａ wide persona ".repeat(40),
                "",
                "one\n\u001b[2Jtwo " + "x".repeat(200),
                "\u202ethree\r" + " and a few words more".repeat(20)));
    Cli.Result result = explain("--history=1", input.toString());
    assertEquals(0, result.exitCode(), result.err());
    for (String line : result.out().lines().toList()) {
      assertTrue(line.codePointCount(0, line.length()) <= 80, line);
      assertTrue(line.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202e), line);
    }
    assertTrue(result.out().contains("│ ·[2Jtwo"), result.out());
  }

  @Test
  void aPageAndMarkdownHaveTheTextsAndTheWarning() throws IOException {
    Path input = write(chat("Calm.", "", "see <b>hi", "a|b"));
    Path page = folder.resolve("why.html");
    assertEquals(0, explain("-o", page.toString(), input.toString()).exitCode());
    String html = Files.readString(page);
    assertTrue(html.contains("see &lt;b&gt;hi"), "the text is escaped");
    assertTrue(html.contains("not for moderation"));
    String markdown = explain("--format=md", input.toString()).out();
    assertTrue(markdown.contains("see \\<b\\>hi"), markdown);
    assertTrue(markdown.contains("differences do not add up"), markdown);
  }

  @Test
  void severalConversationsAskForAChoice() {
    Cli.Result result = explain(CHATS);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("", result.out());
    assertTrue(
        result
            .err()
            .contains(
                "chats.jsonl has several conversations (tea, exam, rude, …): choose one with --id"
                    + " ID, or explain the lowest-scoring ones with --lowest N"),
        result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"explain", "show"})
  void anUnknownIdIsAnError(String command) {
    Cli.Result result = Cli.run(command, "-q", "-m", Cli.BASE_MODEL, "--id=nope", CHATS);
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertEquals("", result.out());
    assertEquals(
        "decorum: no conversation has the id \"nope\" among the 4 rows that were read\n",
        result.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--id=a --lowest=3, --id and --lowest exclude each other",
    "--lowest=0, --lowest must be a number from 1 to 100",
    "--lowest=101, --lowest must be a number from 1 to 100",
    "--last=0, --last must be 1 or more",
    "--turns=all, explain scores a conversation after every message: no --turns",
    "--format=junit, an explanation has nothing that passes or fails",
    "--lowest=1 -, explain --lowest reads a file twice"
  })
  void contradictionsAreRefused(String options, String reason) {
    Cli.Result result = explain((options + " " + CHATS).split(" "));
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(reason), result.err());
  }

  @Test
  void whatHasNoMessagesIsRejectedWithAReason() throws IOException {
    Path input = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"You: hi\"}\n");
    Cli.Result result = Cli.run("explain", "-m", Cli.BASE_MODEL, input.toString());
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().contains(input + ":1: the text is formatted already"), result.err());
  }

  @Test
  void aBadRowIsRejectedAndAnEmptyInputIsAnError() throws IOException {
    JsonNode chat = chat("", "", "hi", "ho");
    Path input = folder.resolve("in.jsonl");
    Files.writeString(input, chat + "\n{\"id\":\n");
    Cli.Result result = explain(input.toString());
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertTrue(result.out().contains("Conversation chat"), result.out());
    assertEquals(0, explain("--allow-rejects", input.toString()).exitCode());
    assertEquals(ExitCode.UNUSABLE, explain("--limit=0", input.toString()).exitCode());
  }
}
