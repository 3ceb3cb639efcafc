package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.stats.Estimate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private record Version(String name, int rows, Estimate mean, double p, String remark) {}

  private static final Estimate MEAN = new Estimate(0.7, 0.01, 0.68, 0.72);

  private static final Columns<Version> COLUMNS =
      new Columns<Version>()
          .name("version", Version::name)
          .count("rows", Version::rows)
          .estimate("mean", NumberFormat.PROBABILITY, Version::mean)
          .number("p", NumberFormat.P_VALUE, Version::p)
          .remark("", Version::remark);

  private static Document.Block.Table table(List<Version> rows) {
    return (Document.Block.Table) new Document().table(COLUMNS, rows).blocks().get(0);
  }

  @Test
  void everyColumnTakesItsCellFromEveryRow() {
    Document.Block.Table table =
        table(
            List.of(
                new Version("v1", 1200, MEAN, 0.04, ""),
                new Version("v2", 7, Estimate.UNDEFINED, Double.NaN, "worse")));
    assertEquals(
        List.of(
            new TableColumn("version", TableColumn.Kind.NAMES),
            new TableColumn("rows", TableColumn.Kind.VALUES),
            new TableColumn("mean", TableColumn.Kind.VALUES),
            new TableColumn("p", TableColumn.Kind.VALUES),
            new TableColumn("", TableColumn.Kind.REMARKS)),
        table.columns());
    assertEquals(
        List.of(
            List.of(
                new Cell.Words("v1"),
                new Cell.Quantity(1200, NumberFormat.COUNT),
                new Cell.Estimated(MEAN, NumberFormat.PROBABILITY),
                new Cell.Quantity(0.04, NumberFormat.P_VALUE),
                Cell.EMPTY),
            List.of(
                new Cell.Words("v2"),
                new Cell.Quantity(7, NumberFormat.COUNT),
                new Cell.Estimated(Estimate.UNDEFINED, NumberFormat.PROBABILITY),
                new Cell.Quantity(Double.NaN, NumberFormat.P_VALUE),
                new Cell.Words("worse"))),
        table.rows());
  }

  @Test
  void aColumnWithoutHeadingAndRemarksIsLeftOut() {
    Document.Block.Table table =
        table(
            List.of(new Version("v1", 1, MEAN, 1, ""), new Version("v2", 2, MEAN, Double.NaN, "")));
    assertEquals(
        List.of("version", "rows", "mean", "p"),
        table.columns().stream().map(TableColumn::heading).toList());
    assertEquals(4, table.rows().get(1).size());
  }

  @Test
  void aColumnWithAHeadingStaysEvenIfItIsEmpty() {
    Document document =
        new Document()
            .table(
                new Columns<String>().name("id", id -> id).values("flags", id -> Cell.EMPTY),
                List.of("a"));
    Document.Block.Table table = (Document.Block.Table) document.blocks().get(0);
    assertEquals(2, table.columns().size());
  }

  @Test
  void factsOfConversationsStandOnTheirSideOfTheScore() {
    Excerpt.Fact tokens = new Excerpt.Fact("tokens", Cell.count(1024), TableColumn.Kind.VALUES);
    Excerpt.Fact version = new Excerpt.Fact("version", Cell.words("v1"), TableColumn.Kind.NAMES);
    Document.Block.Table table =
        new Document.Block.Excerpts(
                List.of(new Excerpt("c1", 0.7, Double.NaN, List.of(tokens, version), null)))
            .table();
    assertEquals(
        List.of("id", "version", "score", "delta", "tokens"),
        table.columns().stream().map(TableColumn::heading).toList());
    assertEquals(
        List.of("c1", "v1", "0.700", "-", "1,024"),
        table.rows().get(0).stream().map(Cell::text).toList());
  }

  @Test
  void aRowHasACellInEveryColumn() {
    List<TableColumn> two =
        List.of(
            new TableColumn("a", TableColumn.Kind.NAMES),
            new TableColumn("b", TableColumn.Kind.VALUES));
    List<List<Cell>> one = List.of(List.of(Cell.words("1")));
    assertThrows(IllegalArgumentException.class, () -> new Document.Block.Table(two, one));
  }
}
