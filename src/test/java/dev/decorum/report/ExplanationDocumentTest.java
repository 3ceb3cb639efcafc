package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.Speaker;
import dev.decorum.explain.Explanation;
import dev.decorum.explain.Explanation.LeftOut;
import dev.decorum.explain.Explanation.MessageLeftOut;
import dev.decorum.explain.Explanation.Turn;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationDocumentTest {
  private static final Conversation CHAT =
      new Conversation(
          "c1",
          new Location("in.jsonl", 7, 0),
          "Tom",
          new Dialogue(
              "You",
              "A cook.",
              "",
              List.of(
                  new Message(Speaker.USER, "one"),
                  new Message(Speaker.BOT, "two\nlines"),
                  new Message(Speaker.BOT, "Ann", "three"))),
          null,
          Map.of());

  private static ConversationScore score(Scale scale, double value, int dropped) {
    return score(scale, value, dropped, 2);
  }

  private static ConversationScore score(Scale scale, double value, int dropped, int used) {
    return new ConversationScore(
        new SampleId(0, "c1", 0),
        RowContext.of(CHAT),
        scale == Scale.REWARD ? 1 / (1 + Math.exp(-value)) : value,
        scale == Scale.REWARD ? Double.NaN : -25,
        0,
        scale == Scale.REWARD ? (float) value : 0,
        20,
        dropped,
        3,
        used,
        dropped > 0 ? Set.of(Flag.TRUNCATED) : Set.of(),
        "sha",
        scale);
  }

  /** Three messages, of which the model reads the last two, and a persona that is cut off. */
  private static Explanation explanation(Scale scale, double first, double second, double third) {
    return new Explanation(
        CHAT,
        score(scale, third, 5),
        List.of(
            new Turn(1, first, Double.NaN),
            new Turn(2, second, second - first),
            new Turn(3, third, third - second)),
        List.of(
            new MessageLeftOut(2, new LeftOut(third + 0.25, 0.25, true)),
            new MessageLeftOut(3, new LeftOut(third - 0.125, -0.125, true))),
        new LeftOut(third, 0, false),
        null);
  }

  @Test
  void aProbabilityIsDrawnInPercentagePoints() {
    List<String> lines =
        TextDocument.lines(
            ExplanationDocument.of(
                List.of(explanation(Scale.PROBABILITY, 0.75, 0.25, 0.5)), 0.672));
    assertEquals(
        List.of(
            "Conversation c1  (in.jsonl:7)",
            "  The score is 0.500, -25.0% against the baseline 0.672. The model reads the",
            "  last 2 of 3 messages (20 tokens). The text is cut: 5 tokens on the left did",
            "  not fit. Where a part is left out, they come in again as far as there is room.",
            "  Of the bot's messages, the largest fall came with message 2 (Tom): by 50.0",
            "  points, to 0.250 (▼); none of the user's made it fall by a point or more.",
            "  It would be highest without message 2 (Tom): 0.750, higher by 25.0 points (▲).",
            "",
            "                                     score after it    change  without it",
            "      persona                                                    not read",
            "      │ A cook.",
            "   1  You (user)                  ███████▌    0.750        -    not read",
            "      │ one",
            "   2  Tom (bot)                   ██▌         0.250    -50.0▼      +25.0▲",
            "      │ two",
            "      │ lines",
            "   3  Ann (bot)                   █████       0.500    +25.0        -12.5",
            "      │ three",
            "",
            "How to read this"),
        lines.subList(0, 20));
    assertTrue(String.join(" ", lines).contains("Changes are in percentage points."));
  }

  @Test
  void aSingleMessageOfSeveralIsTheLast() {
    Explanation two = explanation(Scale.PROBABILITY, 0.75, 0.25, 0.5);
    Explanation one =
        new Explanation(
            CHAT,
            score(Scale.PROBABILITY, 0.5, 5, 1),
            two.turns(),
            two.leftOut(),
            two.persona(),
            two.exampleDialogue());
    String text =
        String.join(" ", TextDocument.lines(ExplanationDocument.of(List.of(one), 0.672)))
            .replaceAll("\\s+", " ");
    assertTrue(text.contains("The model reads the last of 3 messages (20 tokens)."), text);
  }

  @Test
  void aRewardIsDrawnFromItsLowestToItsHighest() {
    List<String> lines =
        TextDocument.lines(
            ExplanationDocument.of(List.of(explanation(Scale.REWARD, -1, -3, 1)), Double.NaN));
    String text = String.join("\n", lines);
    assertTrue(lines.get(1).startsWith("  The reward is 1.000. The model reads"), text);
    assertFalse(text.contains("baseline"), text);
    assertTrue(
        text.replaceAll("\\s+", " ").contains("message 2 (Tom): by 2.000, to -3.000 (▼)"), text);
    assertTrue(
        text.contains("   1  You (user)                  █████      -1.000        -    not read"),
        text);
    assertTrue(
        text.contains("   2  Tom (bot)                              -3.000   -2.000▼     +0.250▲"),
        text);
    assertTrue(text.contains("in the unit of the reward"), text);
  }

  @Test
  void aSteadyScoreHasNothingMarked() {
    Explanation steady =
        new Explanation(
            CHAT,
            score(Scale.PROBABILITY, 0.5, 0),
            List.of(new Turn(2, 0.5, 0), new Turn(3, 0.5, 0.0001)),
            List.of(new MessageLeftOut(3, new LeftOut(0.5, -0.0001, true))),
            null,
            null);
    String text = words(steady);
    assertTrue(
        text.contains("None of the messages among the last 2 made it fall by a point or more."),
        text);
    assertTrue(
        text.contains("Without any one message it would not be higher by a point or more."), text);
    assertTrue(text.contains("… 1 earlier message is not shown …"), text);
    assertFalse(text.contains("▼") || text.contains("▲"), text);
  }

  private static String words(Explanation explanation) {
    List<String> lines = TextDocument.lines(ExplanationDocument.of(List.of(explanation), 0.672));
    return String.join(" ", lines).replaceAll("\\s+", " ");
  }

  /** A chat that was low before the bot spoke, with a fall of its last message. */
  private static Explanation low(double before, double last) {
    return new Explanation(
        CHAT,
        score(Scale.PROBABILITY, last, 0),
        List.of(
            new Turn(1, 0.5, Double.NaN),
            new Turn(2, before, before - 0.5),
            new Turn(3, last, last - before)),
        List.of(new MessageLeftOut(1, new LeftOut(last + 0.5, 0.5, true))),
        null,
        null);
  }

  @Test
  void whereTheScoreWasAsLowBeforeTheAnswerThatIsSaid() {
    String already = "Before the bot's last message it was already ";
    assertTrue(words(low(0.25, 0.2305)).contains(already + "0.250. Of the bot's"), "1.95 points");
    assertTrue(
        words(low(0.25, 0.2695)).contains(already + "0.250. Of the bot's"), "1.95 points up");
    assertFalse(words(low(0.25, 0.2295)).contains(already), "2.05 points are a change");
    assertTrue(words(low(0.671, 0.671)).contains(already + "0.671."), "below the baseline");
    assertFalse(words(low(0.673, 0.673)).contains(already), "not below the baseline");
  }

  @Test
  void aFallOfLessThanAPointIsNotMarked() throws IOException {
    for (double last : new double[] {0.5 - 0.0095, 0.5 - 0.0105}) {
      Explanation fell =
          new Explanation(
              CHAT,
              score(Scale.PROBABILITY, last, 0),
              List.of(new Turn(2, 0.5, 0.25), new Turn(3, last, last - 0.5)),
              List.of(),
              null,
              null);
      boolean notable = last < 0.49;
      Document document = ExplanationDocument.of(List.of(fell), 0.672);
      String page = Pages.html(Pages.of(document));
      assertEquals(notable, words(fell).contains("▼"), words(fell));
      assertEquals(notable, page.contains("largest fall of the bot"), page);
    }
  }

  @Test
  void aMessageOfTheUserIsNotOneToDelete() {
    assertTrue(
        words(low(0.25, 0.25))
            .contains(
                "It would be highest without message 1 (You): 0.750, higher by 50.0 points (▲);"
                    + " that message is the user's, and the bot cannot change it."));
  }

  /** What the bot says is its maker's business; what a user says is named apart. */
  @Test
  void aFallWithAMessageOfTheUserIsNamedApart() {
    for (double last : new double[] {0.25, 0.625}) {
      Explanation fell =
          new Explanation(
              CHAT,
              score(Scale.PROBABILITY, last, 0),
              List.of(
                  new Turn(1, 0.375, -0.5), new Turn(2, 0.5, 0.125), new Turn(3, last, last - 0.5)),
              List.of(),
              null,
              null);
      String text =
          String.join("\n", TextDocument.lines(ExplanationDocument.of(List.of(fell), 0.672)));
      assertTrue(
          text.replaceAll("\\s+", " ")
              .contains(
                  last < 0.5
                      ? "Of the bot's messages, the largest fall came with message 3 (Ann): by 25.0"
                          + " points, to 0.250 (▼); of the user's, with message 1 (You): by 50.0"
                          + " points, to 0.375."
                      : "None of the bot's messages made it fall by a point or more; of the user's, the"
                          + " largest fall came with message 1 (You): by 50.0 points, to 0.375."),
          text);
      assertEquals(last < 0.5 ? 2 : 0, text.chars().filter(c -> c == '▼').count(), text);
      String json = ExplanationJson.text(List.of(fell), 0.672, List.of());
      assertTrue(json.contains("\"largest_fall\" : " + (last < 0.5 ? "3" : "null")), json);
      assertTrue(json.contains("\"largest_fall_of_user\" : 1"), json);
    }
  }

  @Test
  void markdownAndPagesHaveATableWithTheSameNumbers() {
    String markdown =
        String.join(
            "\n",
            MarkdownDocument.lines(
                ExplanationDocument.of(
                    List.of(explanation(Scale.PROBABILITY, 0.75, 0.25, 0.5)), 0.672)));
    assertTrue(
        markdown.contains(
            "| 2 | Tom (bot) | two lines | 0.250 | -50.0 | 0.750 | +25.0 | largest fall of the bot,"
                + " highest"
                + " without it |"),
        markdown);
    assertTrue(markdown.contains("| persona |  | A cook. | - | - | - | - | not read |"), markdown);
  }

  @Test
  void jsonHasNullForWhatIsUnknown() throws IOException {
    JsonNode root =
        new ObjectMapper()
            .readTree(
                ExplanationJson.text(
                    List.of(explanation(Scale.REWARD, -1, -3, 1)), Double.NaN, List.of()));
    assertTrue(root.get("options").get("baseline").isNull());
    JsonNode chat = root.get("conversations").get(0);
    assertEquals(1, chat.get("reward").asDouble());
    assertTrue(chat.get("baseline_delta_percent").isNull());
    assertEquals(2, chat.get("largest_fall").asInt());
    assertTrue(chat.get("largest_fall_of_user").isNull());
    assertEquals(2, chat.get("highest_without").asInt());
    assertFalse(chat.get("persona").get("read").asBoolean());
    assertTrue(chat.get("example_dialogue").isNull());
    assertEquals("Ann", chat.get("dialogue").get(2).get("name").asText());
    assertTrue(chat.get("dialogue").get(0).get("change").isNull());
    assertEquals(1.25, chat.get("dialogue").get(1).get("score_without").asDouble());
  }
}
