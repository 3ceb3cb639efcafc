package dev.decorum.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Candidacy.Preference;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.score.ScoreTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who competes with whom, and who comes first. */
class RankingTest {

  private static List<String> order(Replies replies, int group) throws IOException {
    List<String> order = new java.util.ArrayList<>();
    for (Ranking.Place place : replies.ranking().groups().get(group)) {
      order.add(
          replies.candidates().candidate(place.row()).score().id().conversationId()
              + "="
              + place.rank());
    }
    return order;
  }

  @Test
  void theBestComesFirstAndTiesShareARank() throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("a", "one", 0.25)
          .add("b", "two", 0.9)
          .add("a", "three", 0.75)
          .add("a", "four", 0.75 + 4e-7)
          .add("a", "five", 0.5);
      assertEquals(List.of("r3=1", "r2=1", "r4=3", "r0=4"), order(replies, 0));
      assertEquals(List.of("r1=1"), order(replies, 1));
      List<Ranking.Place> places = replies.ranking().groups().get(0);
      assertEquals(0, places.get(1).margin());
      assertEquals(0.25, places.get(2).margin(), 1e-6);
      assertEquals(0.5, places.get(3).margin(), 1e-6);
      assertEquals("a", replies.candidates().groupNameOf(0));
    }
  }

  @Test
  void rowsWithTheSameIdAreStillGroupsOfTheirOwn() throws IOException {
    try (Replies replies = new Replies(null, new String[0])) {
      replies.addPreference("same", 0.9, 0.1, Map.of()).addPreference("same", 0.2, 0.6, Map.of());
      assertEquals(List.of("r0=1", "r1=2"), order(replies, 0));
      assertEquals(List.of("r3=1", "r2=2"), order(replies, 1));
    }
  }

  @Test
  void aCandidateComesBackAsItWas() throws IOException {
    try (Replies replies = new Replies("user")) {
      replies.add(
          "a",
          "context \ud83d",
          "reply \ud83d\ude00 \udc00\u0000",
          0.3,
          Map.of("user", "u1"),
          Label.INAPPROPRIATE,
          null);
      Candidate candidate = replies.candidates().candidate(0);
      assertEquals(0.3, candidate.score().appropriateProbability());
      assertEquals(Label.INAPPROPRIATE, candidate.score().context().label());
      assertEquals(
          Map.of("context", FieldValue.string("a"), "user", FieldValue.string("u1")),
          candidate.score().context().fields());
      assertEquals(
          new TrainingExample.ChatExample(
              "Tom",
              new Dialogue(
                  "Sam",
                  "Tom is kind.",
                  "Tom: Hello.",
                  List.of(new Message(Speaker.USER, "context \ud83d"))),
              "reply \ud83d\ude00 \udc00\u0000"),
          candidate.example());
      // A pair of surrogates is one character.
      assertEquals(10, replies.candidates().length(0));
    }
  }

  private static Conversation conversation(
      dev.decorum.conversation.Content content, Map<String, FieldValue> fields) {
    return new Conversation("c", new Location("-", 1, 0), "Tom", content, null, fields);
  }

  @Test
  void whatIsNoCandidateIsToldWhy() throws IOException {
    Dialogue good =
        new Dialogue(
            "Sam",
            "",
            "",
            List.of(new Message(Speaker.USER, "hi"), new Message(Speaker.BOT, "yo")));
    Dialogue user = new Dialogue("Sam", "", "", good.messages().subList(0, 1));
    Dialogue greeting = new Dialogue("Sam", "", "", good.messages().subList(1, 2));
    Map<String, FieldValue> inGroup = Map.of("context", FieldValue.string("a"));
    try (Replies byField = new Replies();
        Candidates byRow = new Candidates(null, new ScoreTable.Codebook(List.of()))) {
      Candidates candidates = byField.candidates();
      assertNull(candidates.obstacle(conversation(good, inGroup), true));
      assertNull(candidates.obstacle(conversation(user, inGroup), false));
      assertEquals(
          "does not end with a message of the bot, so that there is no reply to learn from",
          candidates.obstacle(conversation(user, inGroup), true));
      assertEquals(
          "has nothing before the reply, so that there is no prompt to learn from",
          candidates.obstacle(conversation(greeting, inGroup), true));
      assertEquals(
          "is formatted text, in which it is unknown where the reply begins",
          candidates.obstacle(conversation(new FormattedText("Tom: hi\n"), inGroup), true));
      assertEquals(
          "has no context, so that it belongs to no group",
          candidates.obstacle(conversation(good, Map.of()), false));
      assertNotNull(byRow.obstacle(conversation(good, inGroup), false));
      assertNull(
          byRow.obstacle(
              new Conversation(
                  "c#1",
                  new Location("-", 1, 0),
                  "Tom",
                  good,
                  null,
                  Map.of(),
                  new Candidacy("c", 1, Preference.UNKNOWN)),
              true));
    }
  }
}
