package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.stats.Estimate;
import org.junit.jupiter.api.Test;

class CellTest {
  private static final Estimate SHARE = new Estimate(0.4884, 0.0145, 0.4601, 0.5168);

  private static void assertCell(String text, double value, Cell cell) {
    assertEquals(text, cell.text());
    assertEquals(value, cell.value());
  }

  @Test
  void aNumberKeepsTheDigitsThatItDoesNotShow() {
    assertCell("48.8%", 0.4884, Cell.number(0.4884, NumberFormat.SHARE));
    assertCell("<0.001", 0.00002, Cell.number(0.00002, NumberFormat.P_VALUE));
    assertCell("1,200", 1200, Cell.count(1200));
  }

  @Test
  void anEstimateIsItsNumberAndShowsItsInterval() {
    assertCell("48.8% (46.0 to 51.7)", 0.4884, Cell.estimate(SHARE, NumberFormat.SHARE));
    assertCell(
        "48.8%", 0.4884, Cell.estimate(Estimate.withoutInterval(0.4884), NumberFormat.SHARE));
  }

  @Test
  void theTwoPartsOfAnEstimateAreAllOfIt() {
    Cell.Estimated cell = new Cell.Estimated(SHARE, NumberFormat.SHARE);
    assertEquals("48.8%", cell.number());
    assertEquals("(46.0 to 51.7)", cell.interval());
    Cell.Estimated alone = new Cell.Estimated(Estimate.withoutInterval(0.4884), NumberFormat.SHARE);
    assertEquals("48.8%", alone.number());
    assertEquals("", alone.interval());
  }

  @Test
  void aRangeIsWhereItBegins() {
    assertCell("46.0% to 51.7%", 0.4601, Cell.interval(SHARE, NumberFormat.SHARE));
    assertCell("1,024 to 2,048", 1024, Cell.range(1024, 2048, NumberFormat.COUNT));
  }

  @Test
  void countsOfTwoSidesAreTheFirst() {
    assertCell("5,403 / 5,326", 5403, new Cell.Counts(5403, 5326));
  }

  @Test
  void whatIsNotKnownHasNoValueAndIsADash() {
    assertCell("-", Double.NaN, Cell.number(Double.NaN, NumberFormat.COUNT));
    assertCell("-", Double.NaN, Cell.estimate(Estimate.UNDEFINED, NumberFormat.SIGNED));
    assertCell("-", Double.NaN, Cell.interval(Estimate.UNDEFINED, NumberFormat.SIGNED));
    assertCell("-", Double.NaN, Cell.range(0.5, Double.NaN, NumberFormat.SIGNED));
    assertCell("-", Double.NaN, Cell.range(Double.NaN, 0.5, NumberFormat.SIGNED));
  }

  @Test
  void wordsAreNoNumberEvenIfTheyLookLikeOne() {
    assertCell("48.8%", Double.NaN, Cell.words("48.8%"));
    assertCell("", Double.NaN, Cell.EMPTY);
  }
}
