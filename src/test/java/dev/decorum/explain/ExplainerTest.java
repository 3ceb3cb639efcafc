package dev.decorum.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.Speaker;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplainerTest {

  /** Messages m1, m2, ... of the user and the bot in turn. */
  private static Conversation chat(int messages, String memory, String prompt) {
    List<Message> said = new ArrayList<>();
    for (int k = 1; k <= messages; k++) {
      said.add(new Message(k % 2 == 1 ? Speaker.USER : Speaker.BOT, "m" + k));
    }
    return new Conversation(
        "c",
        new Location("in.jsonl", 1, 0),
        "Bot",
        new Dialogue("You", memory, prompt, said),
        null,
        Map.of());
  }

  /** A conversation in short: {@code memory|prompt|m1 m2}. */
  private static String shown(Conversation conversation) {
    Dialogue dialogue = (Dialogue) conversation.content();
    return dialogue.memory()
        + "|"
        + dialogue.prompt()
        + "|"
        + String.join(" ", dialogue.messages().stream().map(Message::text).toList());
  }

  private static List<String> edits(Explainer explainer) {
    return IntStream.range(0, explainer.size())
        .mapToObj(explainer::edited)
        .map(ExplainerTest::shown)
        .toList();
  }

  private static ConversationScore score(double probability, String sha256) {
    Conversation any = chat(1, "", "");
    return new ConversationScore(
        new SampleId(0, "c", 0),
        RowContext.of(any),
        probability,
        0,
        0,
        0,
        1,
        0,
        1,
        1,
        Set.of(),
        sha256,
        Scale.PROBABILITY);
  }

  /** The explanation for scores of the edits; NaN for none. All windows are different. */
  private static Explanation explained(Explainer explainer, double... values) {
    List<@Nullable ConversationScore> scores = new ArrayList<>();
    for (double value : values) {
      scores.add(Double.isNaN(value) ? null : score(value, "sha" + scores.size()));
    }
    return explainer.explanation(scores);
  }

  @Test
  void everyPartOfAShortConversationIsLeftOutOnce() {
    assertEquals(
        List.of(
            "p|e|m1 m2 m3",
            "p|e|m1",
            "p|e|m1 m2",
            "p|e|m2 m3",
            "p|e|m1 m3",
            "p|e|m1 m2",
            "|e|m1 m2 m3",
            "p||m1 m2 m3"),
        edits(new Explainer(chat(3, "p", "e"), 10, 3, Integer.MAX_VALUE)));
  }

  @Test
  void noOlderMessageMovesUpForOneThatIsLeftOut() {
    assertEquals(
        List.of("||m1 m2 m3 m4 m5", "||m1", "||m1 m2", "||m2 m3", "||m3 m4", "||m5", "||m4"),
        edits(new Explainer(chat(5, "", ""), 2, 2, Integer.MAX_VALUE)));
  }

  @Test
  void onlyMessagesThatAreReadAreLeftOutAndOthersStay() {
    // Of four messages in the window the model reads two; a cut may let it read the others again.
    assertEquals(
        List.of("||m1 m2 m3 m4 m5", "||m1 m2 m3 m4", "||m2 m3 m5", "||m2 m3 m4"),
        edits(new Explainer(chat(5, "", ""), 4, 2, 1)));
  }

  @Test
  void theFirstOfTheLastTurnsHasItsChangeToo() {
    Explanation last = explained(new Explainer(chat(4, "", ""), 10, 0, 2), 0.5, 0.9, 0.8);
    assertEquals(List.of(3, 4), last.turns().stream().map(Explanation.Turn::message).toList());
    assertEquals(-0.1, last.turns().get(0).change(), 1e-15);
    assertEquals(-0.3, last.turns().get(1).change(), 1e-15);
    assertEquals(4, last.largestFall(Speaker.BOT).orElseThrow().message());
  }

  @Test
  void changesAndDifferencesAreSubtracted() {
    Explanation explanation =
        explained(
            new Explainer(chat(3, "p", ""), 10, 3, Integer.MAX_VALUE),
            0.25,
            0.75,
            0.5,
            0.125,
            0.5,
            0.375,
            1.0);
    assertEquals(0.75, explanation.turns().get(0).value());
    assertEquals(Double.NaN, explanation.turns().get(0).change());
    assertEquals(-0.25, explanation.turns().get(1).change());
    assertEquals(0.25, explanation.turns().get(2).value());
    assertEquals(-0.125, explanation.without(1).orElseThrow().difference());
    assertEquals(0.25, explanation.without(2).orElseThrow().difference());
    assertEquals(new Explanation.LeftOut(1.0, 0.75, true), explanation.persona());
    assertNull(explanation.exampleDialogue());
    assertEquals(2, explanation.largestFall(Speaker.BOT).orElseThrow().message());
    assertEquals(3, explanation.largestFall(Speaker.USER).orElseThrow().message());
    assertEquals(2, explanation.mostRaising().orElseThrow().message());
  }

  @Test
  void ofFallsOfTheSameSizeTheFirstIsNamed() {
    Explanation explanation =
        explained(new Explainer(chat(4, "", ""), 10, 0, 10), 0.25, 0.75, 0.5, 0.5);
    assertEquals(2, explanation.largestFall(Speaker.BOT).orElseThrow().message());
    assertTrue(explanation.largestFall(Speaker.USER).isEmpty());
  }

  @Test
  void lessThanAPointIsNotSingledOut() {
    Explainer explainer = new Explainer(chat(2, "", ""), 10, 2, Integer.MAX_VALUE);
    Explanation level = explained(explainer, 0.5, 0.5099, 0.5099, 0.4);
    assertTrue(level.largestFall(Speaker.BOT).isEmpty());
    assertTrue(level.mostRaising().isEmpty());
    Explanation steep = explained(explainer, 0.5, 0.5101, 0.5101, 0.4);
    assertEquals(2, steep.largestFall(Speaker.BOT).orElseThrow().message());
    assertEquals(1, steep.mostRaising().orElseThrow().message());
  }

  @Test
  void nothingLeftToScoreIsUnknown() {
    Explainer explainer = new Explainer(chat(1, "", ""), 10, 1, Integer.MAX_VALUE);
    Explanation explanation = explained(explainer, 0.5, Double.NaN);
    assertTrue(Double.isNaN(explanation.without(1).orElseThrow().value()));
    assertTrue(explanation.without(1).orElseThrow().read());
    assertTrue(explanation.mostRaising().isEmpty());
    assertTrue(explanation.largestFall(Speaker.USER).isEmpty());
    assertThrows(IllegalArgumentException.class, () -> explained(explainer, Double.NaN, 0.5));
  }

  @Test
  void aPartThatChangesNoTokenIsNotRead() {
    Explainer explainer = new Explainer(chat(0, "p", ""), 10, 0, Integer.MAX_VALUE);
    Explanation same =
        explainer.explanation(Arrays.asList(score(0.5, "same"), score(0.5 + 1e-7, "same")));
    assertEquals(new Explanation.LeftOut(0.5 + 1e-7, 0, false), same.persona());
    assertTrue(same.turns().isEmpty());
  }

  @Test
  void formattedTextHasNoParts() {
    Conversation text =
        new Conversation(
            "t", new Location("t", 0, 0), "Bot", new FormattedText("x"), null, Map.of());
    assertThrows(IllegalArgumentException.class, () -> new Explainer(text, 10, 0, 1));
  }
}
