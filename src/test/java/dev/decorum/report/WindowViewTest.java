package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.Speaker;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenizedText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowViewTest {
  // python3 -c "import hashlib,struct; print(hashlib.sha256(struct.pack('<2i',0,198)).hexdigest())"
  private static final String HASH =
      "6f48743b7de235ff9364c470f7be396e0b26c7dd8995feaed99e07ba6dfcda84";

  private static final TokenizedText CUT =
      new TokenizedText(
          "U: a\nB: \u001Bb\n!\n",
          11,
          window("c\n1", "in.jsonl", 3, new int[] {0, 198}, 9, Set.of(Flag.TRUNCATED, Flag.EMPTY)));

  private static final Conversation CHAT =
      conversation(
          new Dialogue(
              "U",
              "",
              "",
              List.of(
                  new Message(Speaker.USER, "a"),
                  new Message(Speaker.BOT, "Eve", "\u001Bb\n!"),
                  new Message(Speaker.BOT, "c"))),
          Label.INAPPROPRIATE);

  private static Conversation conversation(Content content, @Nullable Label label) {
    return new Conversation("c", new Location("in.jsonl", 7, 0), "Tom", content, label, Map.of());
  }

  private static TokenWindow window(
      String id, String file, int turn, int[] tokenIds, int dropped, Set<Flag> flags) {
    RowContext context = new RowContext(new Location(file, 7, 0), "Tom", null, Map.of());
    return new TokenWindow(new SampleId(0, id, turn), context, tokenIds, dropped, turn, 1, flags);
  }

  private static String rule(String title) {
    return "── " + title + " " + "─".repeat(72 - title.length());
  }

  @Test
  void aCutWindowShowsWhatWasCutAndWhatIsSeen() {
    assertEquals(
        List.of(
            "conversation  c·1, turn 3  (in.jsonl:7)",
            "formatter     pygmalion",
            "messages      1 of 3 are seen",
            "tokens        2 of 11, 9 cut off on the left",
            "flags         empty, truncated",
            "window        sha256 " + HASH,
            rule("cut off"),
            "U: a",
            "B: ·b",
            rule("what the model sees"),
            "!",
            rule("token ids"),
            "0 198"),
        WindowView.lines(CUT, "pygmalion", LineLayout.FILE));
  }

  @Test
  void aWholeFormattedTextShowsNeitherMessagesNorFlagsNorACut() {
    TokenWindow tokens = window("c1", "-", 0, new int[] {0, 198}, 0, Set.of());
    assertEquals(
        List.of(
            "conversation  c1  (-:7)",
            "formatter     empty",
            "tokens        2, nothing cut",
            "window        sha256 " + HASH,
            rule("what the model sees"),
            "a",
            "",
            "b",
            rule("token ids"),
            "0 198"),
        WindowView.lines(new TokenizedText("a\n\nb", 0, tokens), "empty", LineLayout.FILE));
  }

  @Test
  void namesOfFilesCannotRepaintTheTerminal() {
    TokenWindow tokens = window("c1", "a\u001B[2J.jsonl", 0, new int[] {0, 198}, 0, Set.of());
    List<String> lines =
        WindowView.lines(new TokenizedText("a", 0, tokens), "\u001Bc.json", LineLayout.FILE);
    assertEquals("conversation  c1  (a·[2J.jsonl:7)", lines.get(0));
    assertEquals("formatter     ·c.json", lines.get(1));
  }

  @Test
  void idsAreBrokenIntoLinesOfAtMostAHundredColumns() {
    int[] ids = new int[60];
    Arrays.fill(ids, 50256);
    List<String> lines =
        WindowView.lines(
            new TokenizedText("x", 0, window("c", "-", 0, ids, 0, Set.of())),
            "empty",
            LineLayout.FILE);
    List<String> idLines = lines.subList(lines.indexOf(rule("token ids")) + 1, lines.size());
    // 16 ids of 5 digits and 15 spaces are 95 columns; a 17th would make 101.
    assertEquals(
        List.of(16, 16, 16, 12), idLines.stream().map(line -> (line.length() + 1) / 6).toList());
    assertEquals(60, idLines.stream().flatMap(line -> Arrays.stream(line.split(" ", -1))).count());
    assertTrue(idLines.stream().allMatch(line -> line.length() <= 100));
  }

  @Test
  void theJsonFormIsOneLine() {
    assertEquals(
        "{\"id\":\"c\\n1\",\"turn\":3,\"formatter\":\"pygmalion\","
            + "\"text\":\"U: a\\nB: \\u001Bb\\n!\\n\",\"kept_from\":11,\"tokens\":2,"
            + "\"tokens_dropped\":9,\"messages\":3,\"messages_used\":1,"
            + "\"flags\":[\"empty\",\"truncated\"],\"window_sha256\":\""
            + HASH
            + "\",\"label\":0,\"bot_name\":\"Tom\",\"user_name\":\"U\",\"dialogue\":["
            + "{\"speaker\":\"user\",\"name\":\"U\",\"text\":\"a\"},"
            + "{\"speaker\":\"bot\",\"name\":\"Eve\",\"text\":\"\\u001Bb\\n!\"},"
            + "{\"speaker\":\"bot\",\"name\":\"Tom\",\"text\":\"c\"}],\"token_ids\":[0,198]}",
        WindowView.json(CUT, "pygmalion", CHAT));
  }

  @Test
  void ofFormattedTextNoMessagesAreKnown() {
    TokenWindow tokens = window("c1", "-", 0, new int[] {0, 198}, 0, Set.of());
    assertEquals(
        "{\"id\":\"c1\",\"turn\":0,\"formatter\":\"empty\",\"text\":\"a\",\"kept_from\":0,"
            + "\"tokens\":2,\"tokens_dropped\":0,\"messages\":0,\"messages_used\":1,"
            + "\"flags\":[],\"window_sha256\":\""
            + HASH
            + "\",\"label\":null,\"bot_name\":\"Tom\",\"user_name\":null,\"dialogue\":null,"
            + "\"token_ids\":[0,198]}",
        WindowView.json(
            new TokenizedText("a", 0, tokens),
            "empty",
            conversation(new FormattedText("a"), null)));
  }
}
