package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoredRowTest {

  @Test
  void aScoreBecomesTheDifferenceOfItsLogits() {
    ScoredRow row = ScoredRow.of(Scores.of("c1", 0, "Tom", Map.of(), 0.562));
    assertEquals("c1", row.id());
    assertEquals((double) 1.5e-7f - -0.25f, row.logit());
    assertEquals(45, row.tokens());
    assertFalse(row.truncated());
    assertNull(row.label());
    assertEquals(Map.of("id", "c1", "bot_name", "Tom"), row.fields());
  }

  @Test
  void aTurnIsPartOfTheName() {
    assertEquals("c1 turn 4", ScoredRow.of(Scores.of("c1", 4, "Tom", Map.of(), 0.562)).id());
  }

  @Test
  void onlyTheFlagTruncatedMeansTruncated() {
    assertTrue(
        ScoredRow.of(Scores.of("c1", 0, "Tom", Map.of(), 0.5, Set.of(Flag.TRUNCATED, Flag.EMPTY)))
            .truncated());
    assertFalse(
        ScoredRow.of(
                Scores.of("c1", 0, "Tom", Map.of(), 0.5, Set.of(Flag.EMPTY, Flag.MESSAGES_OMITTED)))
            .truncated());
  }

  @Test
  void aKeptFieldWithoutAValueIsNone() {
    Map<String, FieldValue> kept =
        Map.of(
            "plan", FieldValue.string("pro"),
            "empty", FieldValue.string(""),
            "none", FieldValue.literal("null"),
            "word", FieldValue.string("null"),
            "number", FieldValue.literal("7"));
    assertEquals(
        Map.of("id", "c1", "bot_name", "Tom", "plan", "pro", "word", "null", "number", "7"),
        ScoredRow.of(Scores.of("c1", 0, "Tom", kept, 0.5)).fields());
  }

  @Test
  void aTurnAndFlagsAreFieldsWhereThereAreAny() {
    assertEquals(
        Map.of("id", "c1", "bot_name", "Tom", "turn", "4", "flags", "empty;truncated"),
        ScoredRow.of(Scores.of("c1", 4, "Tom", Map.of(), 0.5, Set.of(Flag.TRUNCATED, Flag.EMPTY)))
            .fields());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberIsNoScore(double logit) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ScoredRow("a", logit, 0, false, null, Map.of(), Scale.PROBABILITY));
  }
}
