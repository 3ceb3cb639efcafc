package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {

  @Test
  void theNearestComeFirst() {
    assertEquals(
        List.of("message", "messages"),
        NearestNames.nearest("mesage", List.of("messages", "text", "message", "role")));
    assertEquals(List.of("sender"), NearestNames.nearest("sendre", List.of("sender", "text")));
    assertEquals(
        List.of("conversation_id"),
        NearestNames.nearest("conversation", List.of("conversation_id", "converter", "context")));
  }

  @Test
  void caseAndSeparatorsDoNotCount() {
    assertEquals(
        List.of("conversationId", "conversation_id"),
        NearestNames.nearest("Conversation ID", List.of("conversationId", "conversation_id")));
    assertEquals(List.of("src.name"), NearestNames.nearest("src_name", List.of("src.name")));
  }

  @Test
  void anExchangeOfNeighboursIsOneMistake() {
    assertEquals(List.of("text"), NearestNames.nearest("txet", List.of("text")));
    assertEquals(List.of("id"), NearestNames.nearest("di", List.of("id")));
  }

  @Test
  void thereAreThreeAtMostAndEachOnce() {
    assertEquals(
        List.of("a1", "a2", "a3"),
        NearestNames.nearest("a", List.of("a1", "a2", "a2", "a3", "a4")));
  }

  @Test
  void whatIsFarIsNotMeant() {
    assertEquals(List.of(), NearestNames.nearest("colour", List.of("role", "text", "")));
    assertEquals(List.of(), NearestNames.nearest("", List.of("a", "b")));
    assertEquals(List.of(), NearestNames.nearest("_", List.of("a")));
    assertEquals(List.of(), NearestNames.nearest("message", List.of()));
    assertEquals(List.of(), NearestNames.nearest("x", List.of("", "-")));
  }

  @Test
  void hugeHeadersAndNamesAreBounded() {
    String huge = "a".repeat(1_000_000);
    assertEquals(List.of(), NearestNames.nearest(huge, List.of(huge)));
    assertEquals(List.of(), NearestNames.nearest("a", List.of(huge)));
    assertEquals(
        List.of("text"), NearestNames.nearest("test", Collections.nCopies(5_000_000, "text")));
  }
}
