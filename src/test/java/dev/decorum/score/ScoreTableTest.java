package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Label;
import dev.decorum.stats.Clustering;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

  private static ScoredRow row(String id, @Nullable Label label, Map<String, String> fields) {
    return new ScoredRow(id, 0.5, 7, false, label, fields, Scale.PROBABILITY);
  }

  private static ScoreTable table(ScoredRow... rows) {
    ScoreTable table = new ScoreTable(new ScoreTable.Codebook(List.of("user", "channel")));
    for (ScoredRow row : rows) {
      table.add(row);
    }
    return table;
  }

  @Test
  void aRowComesBackAsItWentIn() {
    ScoreTable table =
        table(
            new ScoredRow(
                "a", 1.25, 45, true, Label.INAPPROPRIATE, Map.of("user", "u1"), Scale.PROBABILITY),
            new ScoredRow(
                "b",
                -1.25,
                46,
                false,
                Label.APPROPRIATE,
                Map.of("channel", "web"),
                Scale.PROBABILITY),
            new ScoredRow("a", 0, 0, false, null, Map.of(), Scale.PROBABILITY));
    assertEquals(3, table.size());
    assertEquals("a", table.codebook().ids().text(table.id(0)));
    assertEquals("b", table.codebook().ids().text(table.id(1)));
    assertEquals(table.id(0), table.id(2));
    assertEquals(1.25, table.logit(0));
    assertEquals(-1.25, table.logit(1));
    // 1 / (1 + e^-1.25)
    assertEquals(0.7772998611746911, table.probability(0), 1e-15);
    assertEquals(0.22270013882530884, table.probability(1), 1e-15);
    assertEquals(0.5, table.probability(2));
    assertEquals(45, table.tokens(0));
    assertEquals(46, table.tokens(1));
    assertTrue(table.isTruncated(0));
    assertFalse(table.isTruncated(1));
    assertEquals(Label.INAPPROPRIATE, table.label(0));
    assertEquals(Label.APPROPRIATE, table.label(1));
    assertNull(table.label(2));
    assertEquals("u1", table.codebook().values("user").text(table.code("user", 0)));
    assertEquals(ScoreTable.NO_VALUE, table.code("user", 1));
    assertEquals(ScoreTable.NO_VALUE, table.code("channel", 0));
  }

  @Test
  void thousandsOfRowsKeepTheirColumnsInStep() {
    ScoreTable table = table();
    for (int i = 0; i < 5_000; i++) {
      table.add(
          new ScoredRow(
              "c" + i,
              i / 1000.0,
              i,
              i % 2 == 0,
              i % 3 == 0 ? Label.APPROPRIATE : null,
              Map.of("user", "u" + i % 10),
              Scale.PROBABILITY));
    }
    assertEquals(5_000, table.size());
    for (int i = 0; i < 5_000; i += 61) {
      assertEquals("c" + i, table.codebook().ids().text(table.id(i)));
      assertEquals(i / 1000.0, table.logit(i));
      assertEquals(i, table.tokens(i));
      assertEquals(i % 2 == 0, table.isTruncated(i));
      assertEquals(i % 3 == 0 ? Label.APPROPRIATE : null, table.label(i));
      assertEquals("u" + i % 10, table.codebook().values("user").text(table.code("user", i)));
    }
  }

  @Test
  void fieldsThatNobodyNamedAreNotKept() {
    ScoreTable table = table(row("a", null, Map.of("secret", "x")));
    assertThrows(NullPointerException.class, () -> table.code("secret", 0));
    assertThrows(NullPointerException.class, () -> table.codebook().values("secret"));
  }

  @Test
  void someRowsMakeATableWithTheSameCodes() {
    ScoreTable table =
        table(
            new ScoredRow("a", 1, 1, true, null, Map.of("user", "u1"), Scale.PROBABILITY),
            new ScoredRow(
                "b", 2, 2, false, Label.APPROPRIATE, Map.of("user", "u2"), Scale.PROBABILITY),
            new ScoredRow("c", 3, 3, true, Label.INAPPROPRIATE, Map.of(), Scale.PROBABILITY));
    ScoreTable some = table.select(new int[] {2, 1});
    assertEquals(2, some.size());
    assertEquals(table.id(2), some.id(0));
    assertEquals(table.id(1), some.id(1));
    assertEquals(3, some.logit(0));
    assertEquals(2, some.tokens(1));
    assertTrue(some.isTruncated(0));
    assertEquals(Label.INAPPROPRIATE, some.label(0));
    assertEquals(Label.APPROPRIATE, some.label(1));
    assertEquals(ScoreTable.NO_VALUE, some.code("user", 0));
    assertEquals(table.code("user", 1), some.code("user", 1));
    some.add(new ScoredRow("d", 4, 4, false, null, Map.of("user", "u1"), Scale.PROBABILITY));
    assertEquals(3, some.size());
    assertEquals(table.code("user", 0), some.code("user", 2));
    assertEquals(3, table.size(), "the table itself does not grow");
  }

  @Test
  void tablesWithOneCodebookUnderstandEachOther() {
    ScoreTable.Codebook codebook = new ScoreTable.Codebook(List.of("user", "user"));
    ScoreTable one = new ScoreTable(codebook);
    ScoreTable two = new ScoreTable(codebook);
    one.add(row("a", null, Map.of("user", "u1")));
    two.add(row("b", null, Map.of("user", "u2")));
    two.add(row("a", null, Map.of("user", "u1")));
    assertEquals(one.id(0), two.id(1));
    assertEquals(one.code("user", 0), two.code("user", 1));
  }

  @Test
  void rowsAreFoundByTheValueOfAField() {
    ScoreTable table =
        table(
            row("a", null, Map.of("user", "u1")),
            row("b", null, Map.of("user", "u2")),
            row("c", null, Map.of()),
            row("d", null, Map.of("user", "u1")));
    Map<Integer, int[]> rows = table.rowsByValue("user");
    assertEquals(2, rows.size());
    assertArrayEquals(new int[] {0, 3}, rows.get(table.code("user", 0)));
    assertArrayEquals(new int[] {1}, rows.get(table.code("user", 1)));
    Map<Integer, int[]> ofSome = table.select(new int[] {1, 2}).rowsByValue("user");
    assertEquals(1, ofSome.size(), "values of no row are left out");
    assertEquals(Map.of(), table.rowsByValue("channel"));
  }

  @Test
  void rowsWithTheSameValueHangTogetherAndThoseWithoutOneStandAlone() {
    ScoreTable table =
        table(
            row("a", null, Map.of("user", "u1")),
            row("b", null, Map.of()),
            row("c", null, Map.of("user", "u1")),
            row("d", null, Map.of()));
    assertEquals(4, table.clustering(List.of()).clusters());
    Clustering byUser = table.clustering(List.of("user"));
    assertEquals(3, byUser.clusters());
    assertEquals(1, byUser.subset(new int[] {0, 2}).clusters());
    assertThrows(
        IllegalArgumentException.class, () -> table.clustering(List.of("user", "channel", "user")));
  }
}
