package dev.decorum.read.dialogue;

import static dev.decorum.read.dialogue.Turns.node;
import static dev.decorum.read.dialogue.Turns.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageTreeTest {
  private static final Turn A = node("a", null, Role.USER, "a");
  private static final Turn B = node("b", "a", Role.BOT, "b");
  private static final Turn C = node("c", "b", Role.USER, "c");
  private static final Turn C2 = node("c2", "b", Role.USER, "c2");
  private static final Turn D = node("d", "c", Role.BOT, "d");

  private static List<String> path(@Nullable String leaf, Turn... turns) throws RowException {
    return Turns.show(MessageTree.path(List.of(turns), leaf, false));
  }

  private static String refusal(@Nullable String leaf, Turn... turns) {
    return assertThrows(RowException.class, () -> path(leaf, turns)).getMessage();
  }

  @Test
  void messagesThatAnswerEachOtherAreATree() {
    assertTrue(MessageTree.isTree(List.of(A, B)));
    assertTrue(MessageTree.isTree(List.of(C, B)));
    assertFalse(MessageTree.isTree(List.of()));
    assertFalse(MessageTree.isTree(List.of(A)), "nobody answers");
    assertFalse(MessageTree.isTree(List.of(C, C2)), "what they answer is elsewhere");
    assertFalse(MessageTree.isTree(List.of(A, B, said(Role.USER, "x"))), "one has no id");
    assertFalse(MessageTree.isTree(List.of(A, B, node("b", "a", Role.BOT, "x"))), "an id repeats");
  }

  @Test
  void thePathGoesFromTheLeafToTheRoot() throws RowException {
    assertEquals(List.of("U:a", "B:b", "U:c", "B:d"), path("d", D, C2, A, C, B));
    assertEquals(List.of("U:a", "B:b", "U:c2"), path("c2", D, C2, A, C, B));
    assertEquals(List.of("U:a", "B:b"), path("b", A, B, C, D));
    // What is answered may be missing, as in a part of a conversation.
    assertEquals(List.of("U:c", "B:d"), path("d", C, D));
  }

  @Test
  void withoutANameTheLastLeafIsTheNewest() throws RowException {
    assertEquals(List.of("U:a", "B:b", "U:c2"), path(null, A, B, C, D, C2));
    assertEquals(List.of("U:a", "B:b", "U:c", "B:d"), path(null, C2, A, B, C, D));
    Turn early = C2.withTime("2025-01-01T10:00:00Z");
    Turn late = D.withTime("2025-01-02T10:00:00Z");
    assertEquals(List.of("U:a", "B:b", "U:c", "B:d"), path(null, late, A, B, C, early));
    // Of the same time, the later in the file; one without a time leaves it to the file.
    assertEquals(
        List.of("U:a", "B:b", "U:c2"),
        path(null, D.withTime("2025-01-01"), A, B, C, C2.withTime("2025-01-01")));
    assertEquals(List.of("U:a", "B:b", "U:c2"), path(null, late, A, B, C, C2));
  }

  @Test
  void aDeletedLeafIsNotTheCurrentOne() throws RowException {
    Turn deleted = C2.leftOut(Said.Reason.HIDDEN);
    assertEquals(List.of("U:a", "B:b", "U:c", "B:d"), path(null, A, B, C, D, deleted));
    assertEquals(List.of("U:a", "B:b"), path(null, A, B, deleted));
    assertEquals(
        "no message is left at the end of any branch",
        refusal(null, A.leftOut(Said.Reason.HIDDEN), B.leftOut(Said.Reason.HIDDEN)));
  }

  @Test
  void aLeafThatIsNotThereIsTold() {
    assertEquals("the current message \"x\" is not among the messages", refusal("x", A, B));
  }

  @Test
  void aCircleIsTold() {
    Turn a = node("a", "b", Role.USER, "a");
    assertEquals("the messages answer each other in a circle", refusal("a", a, B));
    assertEquals(
        "the messages answer each other in a circle",
        refusal("x", node("x", "x", Role.USER, "x"), B));
  }

  @Test
  void aMessageMayHaveTwoIds() throws RowException {
    Turn both =
        new Turn(
            Role.USER,
            null,
            null,
            Said.text("both"),
            null,
            List.of("n1", "m1"),
            null,
            List.of(),
            "m",
            false);
    assertTrue(MessageTree.isTree(List.of(both, node("x", "m1", Role.BOT, "x"))));
    assertEquals(List.of("U:both", "B:x"), path("x", both, node("x", "m1", Role.BOT, "x")));
    assertEquals(List.of("U:both", "B:y"), path(null, both, node("y", "n1", Role.BOT, "y")));
  }

  @Test
  void otherAnswersAreVersionsOfTheOneOnThePath() throws RowException {
    List<Turn> turns =
        List.of(
            A,
            node("b1", "a", Role.BOT, "no"),
            node("b2", "a", Role.BOT, "no"),
            node("b3", "a", Role.USER, "edited"),
            node("b4", "a", Role.BOT, "yes"));
    List<Turn> path = MessageTree.path(turns, "b4", true);
    assertEquals(List.of("U:a", "B:yes"), Turns.show(path));
    assertEquals(List.of(), path.get(0).alternatives());
    assertEquals(
        List.of(new Turn.Alternative(1, "no"), new Turn.Alternative(4, "yes")),
        path.get(1).alternatives());
    assertEquals(List.of(), MessageTree.path(turns, "b4", false).get(1).alternatives());
  }

  @Test
  void aLongConversationNeedsNoDeepStack() throws RowException {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      turns.add(node("n" + i, i == 0 ? null : "n" + (i - 1), Role.USER, "m"));
    }
    assertEquals(100_000, MessageTree.path(turns, null, true).size());
  }
}
