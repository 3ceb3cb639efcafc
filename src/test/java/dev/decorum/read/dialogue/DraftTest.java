package dev.decorum.read.dialogue;

import static dev.decorum.read.dialogue.Turns.at;
import static dev.decorum.read.dialogue.Turns.by;
import static dev.decorum.read.dialogue.Turns.node;
import static dev.decorum.read.dialogue.Turns.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Omissions;
import dev.decorum.conversation.Speaker;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftTest {
  private static final Location PLACE = new Location("f", 1, 0);
  private static final String ONE = "2025-01-01T10:00:00Z";
  private static final String TWO = "2025-01-02T10:00:00Z";
  private static final String THREE = "2025-01-03T10:00:00Z";

  private static Draft draft(Turn... turns) {
    return draft(InputOptions.defaults(), turns);
  }

  private static Draft draft(InputOptions options, Turn... turns) {
    Draft draft = new Draft(new Fields(options, new Json(1 << 20), new FieldUse()), PLACE, "d");
    draft.add(List.of(turns));
    return draft;
  }

  private static Dialogue dialogue(Draft draft) throws RowException {
    return (Dialogue) draft.conversation().content();
  }

  /** The messages as {@code U:text} and {@code B:text}, with their own names. */
  private static List<String> messages(Dialogue dialogue) {
    List<String> shown = new ArrayList<>();
    for (Message message : dialogue.messages()) {
      String name = message.name() == null ? "" : "(" + message.name() + ")";
      shown.add((message.speaker() == Speaker.USER ? "U" : "B") + name + ":" + message.text());
    }
    return shown;
  }

  private static List<String> messages(Draft draft) throws RowException {
    return messages(dialogue(draft));
  }

  @Test
  void messagesAreSortedByTimeAndEqualTimesKeepTheirOrder() throws RowException {
    assertEquals(
        List.of("U:1", "U:2", "B:2", "B:3"),
        messages(
            draft(
                at(TWO, Role.USER, "2"),
                at(TWO, Role.BOT, "2"),
                at(THREE, Role.BOT, "3"),
                at(ONE, Role.USER, "1"))));
  }

  @Test
  void aListThatIsNewestFirstIsTurnedAsAWhole() throws RowException {
    assertEquals(
        List.of("U:1", "B:2", "U:2", "B:3"),
        messages(
            draft(
                at(THREE, Role.BOT, "3"),
                at(TWO, Role.USER, "2"),
                at(TWO, Role.BOT, "2"),
                at(ONE, Role.USER, "1"))));
  }

  @Test
  void oneWithoutATimeLeavesAllAsTheyAre() throws RowException {
    Draft draft = draft(at(TWO, Role.USER, "2"), at(null, Role.BOT, "?"), at(ONE, Role.USER, "1"));
    assertEquals(List.of("U:2", "B:?", "U:1"), messages(draft));
    assertTrue(draft.hasUnreadableTime());
    Draft ascending = draft(at(ONE, Role.USER, "1"), at("soon", Role.BOT, "?"));
    assertEquals(List.of("U:1", "B:?"), messages(ascending));
    assertFalse(ascending.hasUnreadableTime());
  }

  @Test
  void whatIsLeftOutNeedsNoTime() throws RowException {
    Draft draft =
        draft(
            at(TWO, Role.USER, "2"),
            Turn.of(Role.OMITTED, Said.nothing(Said.Reason.TOOL), "m"),
            at(ONE, Role.USER, "1"));
    Dialogue dialogue = dialogue(draft);
    assertEquals(List.of("U:1", "U:2"), messages(dialogue));
    assertEquals(new Omissions(0, 1, 0, 0, 0), dialogue.omissions());
  }

  @Test
  void anAnswerStaysBehindItsQuestion() throws RowException {
    assertEquals(
        List.of("U:1", "B:one", "U:2", "B:two"),
        messages(
            draft(
                at(TWO, Role.USER, "2"),
                at(TWO, Role.BOT, "two").withAttached(true),
                at(ONE, Role.USER, "1"),
                at(ONE, Role.BOT, "one").withAttached(true))));
  }

  @Test
  void aTreeIsWalkedToItsLeaf() throws RowException {
    Draft draft =
        draft(
            node("a", null, Role.USER, "a"),
            node("b", "a", Role.BOT, "b"),
            node("b2", "a", Role.BOT, "b2"));
    Draft named = draft.copy();
    named.setLeaf("b");
    assertEquals(List.of("U:a", "B:b2"), messages(draft));
    assertEquals(List.of("U:a", "B:b"), messages(named));
  }

  @Test
  void theOrderOfTheFileMayBeThatOfTime() throws RowException {
    Draft draft = draft(at(TWO, Role.USER, "2"), at(ONE, Role.USER, "1"));
    draft.keepFileOrder();
    assertEquals(List.of("U:2", "U:1"), messages(draft));
    Draft kept = draft(at(TWO, Role.USER, "2"), at(ONE, Role.USER, "1"));
    kept.keepOrder();
    assertEquals(List.of("U:2", "U:1"), messages(kept));
  }

  @Test
  void aReplyIsAddedUnlessTheMessagesEndWithIt() throws RowException {
    Draft draft = draft(said(Role.USER, "a"), said(Role.BOT, "b"));
    draft.addReply(List.of(said(Role.BOT, "b")));
    assertEquals(List.of("U:a", "B:b"), messages(draft));
    // What the model only thought and blank space do not make it another.
    draft.addReply(List.of(said(Role.BOT, "<think>hm</think>\n\nb ")));
    assertEquals(List.of("U:a", "B:b"), messages(draft));
    draft.addReply(List.of(said(Role.BOT, "c")));
    assertEquals(List.of("U:a", "B:b", "B:c"), messages(draft));
    draft.addReply(List.of(said(Role.BOT, "b"), said(Role.BOT, "c")));
    assertEquals(List.of("U:a", "B:b", "B:c"), messages(draft));
  }

  @Test
  void aReplyMayRepeatItsContext() throws RowException {
    Draft draft =
        draft(said(Role.SYSTEM, "kind"), said(Role.SYSTEM, "brief"), said(Role.USER, "a"));
    draft.addReply(List.of(said(Role.SYSTEM, "brief"), said(Role.USER, "a"), said(Role.BOT, "b")));
    Dialogue dialogue = dialogue(draft);
    assertEquals(List.of("U:a", "B:b"), messages(dialogue));
    assertEquals("kind\nbrief", dialogue.memory());
  }

  private static Turn version(String text) {
    return new Turn(
        Role.BOT,
        null,
        null,
        Said.nothing(Said.Reason.ALTERNATIVE),
        null,
        List.of(),
        null,
        List.of(new Turn.Alternative(1, text)),
        "m",
        false);
  }

  @Test
  void regenerationsAreVersionsOfTheMessageThatWasShown() throws RowException {
    Turn[] turns = {
      said(Role.USER, "a"),
      version("b1"),
      said(Role.BOT, "b2"),
      version("b3"),
      version("b1"),
      said(Role.USER, "c"),
      said(Role.BOT, "d")
    };
    // They are no messages, and need no word where nobody asks for them.
    Dialogue shown = dialogue(draft(turns));
    assertEquals(List.of("U:a", "B:b2", "U:c", "B:d"), messages(shown));
    assertEquals(Omissions.NONE, shown.omissions());
    Draft draft = draft(InputOptions.defaults().withSwipes(true), turns);
    assertTrue(draft.versionsWanted());
    List<String> versions = new ArrayList<>();
    for (Conversation conversation : draft.versions()) {
      versions.add(conversation.id() + messages((Dialogue) conversation.content()));
    }
    assertEquals(List.of("d@2#1[U:a, B:b1]", "d@2#2[U:a, B:b2]", "d@2#3[U:a, B:b3]"), versions);
  }

  @Test
  void emptyMessagesAndThoughtsAreLeftOutAndCounted() throws RowException {
    Dialogue dialogue =
        dialogue(
            draft(
                said(Role.USER, " \n"),
                said(Role.BOT, "<think>Hm.</think> Yes."),
                said(Role.BOT, "<think>Hm.</think>"),
                said(Role.USER, "<think>I do</think>"),
                Turn.of(Role.BOT, new Said("a", null, true, 2), "m"),
                Turn.of(Role.USER, Said.nothing(Said.Reason.HIDDEN), "m"),
                Turn.of(Role.SYSTEM, Said.nothing(Said.Reason.EMPTY), "m")));
    assertEquals(List.of("B:Yes.", "U:<think>I do</think>", "B:a"), messages(dialogue));
    assertEquals(new Omissions(1, 0, 2, 3, 1), dialogue.omissions());
  }

  @Test
  void aMessageThatIsHtmlIsReadAsSeen() throws RowException {
    assertEquals(
        List.of("U:Hi & bye\nyou", "B:<p>no"),
        messages(draft(said(Role.USER, "<p>Hi &amp; bye</p><p>you</p>"), said(Role.BOT, "<p>no"))));
  }

  @Test
  void theLastBotGivesItsNameUnlessTheDataHaveOne() throws RowException {
    Turn[] turns = {said(Role.USER, "a"), by("Tom", "b"), said(Role.USER, "c"), by("Tom", "d")};
    Conversation conversation = draft(turns).conversation();
    assertEquals("Tom", conversation.botName());
    assertEquals(List.of("U:a", "B:b", "U:c", "B:d"), messages((Dialogue) conversation.content()));
    Draft named = draft(turns);
    named.setBotName("Eve");
    named.suggestUserName("Ann");
    Conversation own = named.conversation();
    assertEquals("Eve", own.botName());
    Dialogue dialogue = (Dialogue) own.content();
    assertEquals("Ann", dialogue.userName());
    assertEquals(List.of("U:a", "B(Tom):b", "U:c", "B(Tom):d"), messages(dialogue));
    Draft placeholders = draft(turns);
    placeholders.setBotName("unused");
    placeholders.dropNames("unused");
    assertEquals("Tom", placeholders.conversation().botName());
  }

  @Test
  void memoryComesFirstFromTheRowAndThenFromTheSystem() throws RowException {
    Draft draft = draft(said(Role.SYSTEM, "Be {{char}}."), said(Role.SYSTEM, " "), by("Tom", "a"));
    draft.suggestUserName("Ann");
    draft.setBotName("Tom");
    draft.addMemory("kind");
    draft.addMemory("");
    draft.setPrompt("{{user}}: hi");
    draft.expandMacros();
    Dialogue dialogue = dialogue(draft);
    assertEquals("kind\nBe Tom.", dialogue.memory());
    assertEquals("Ann: hi", dialogue.prompt());
  }

  @Test
  void aPersonaThatTheSystemRepeatsCountsOnce() throws RowException {
    Draft draft = draft(said(Role.SYSTEM, "kind\nTom: hey"), said(Role.USER, "a"));
    draft.addMemory("kind");
    draft.setPrompt("Tom: hey");
    draft.dropRepeatedSystem();
    assertEquals("kind", dialogue(draft).memory());
  }

  @Test
  void aCopyGoesItsOwnWay() throws RowException {
    Draft draft = draft(said(Role.USER, "a"));
    draft.addMemory("kind");
    Draft copy = draft.copy();
    copy.add(said(Role.BOT, "b"));
    copy.addMemory("brief");
    assertEquals(List.of("U:a"), messages(draft));
    assertEquals("kind", dialogue(draft).memory());
    assertEquals(List.of("U:a", "B:b"), messages(copy));
    assertEquals("kind\nbrief", dialogue(copy).memory());
    copy.clear();
    assertFalse(copy.hasMessages());
    assertTrue(draft.hasMessages());
  }
}
