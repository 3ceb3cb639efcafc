package dev.decorum.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A report as headings, paragraphs, tables and charts, before anybody decides how it looks. What
 * cannot be drawn, as on a terminal, is left out: its numbers are in the tables too.
 */
public final class Document {

  /** A part of a document. */
  public sealed interface Block {

    /** A heading; the first of a document is its title. */
    record Heading(String text) implements Block {
      public Heading {
        Objects.requireNonNull(text);
      }
    }

    /** Running text, a sentence or several. */
    record Paragraph(String text) implements Block {
      public Paragraph {
        Objects.requireNonNull(text);
      }
    }

    /**
     * A table. Cells are aligned to the left in the first {@code names} columns, to the right in
     * the others.
     *
     * @param names how many columns hold names and not numbers
     * @param header one text a column
     * @param rows as many cells each as the header has
     */
    record Table(int names, List<String> header, List<List<String>> rows) implements Block {
      public Table {
        header = List.copyOf(header);
        List<List<String>> copies = new ArrayList<>();
        for (List<String> row : rows) {
          if (row.size() != header.size()) {
            throw new IllegalArgumentException(
                row.size() + " cells under " + header.size() + " headings");
          }
          copies.add(List.copyOf(row));
        }
        rows = Collections.unmodifiableList(copies);
      }
    }

    /** The numbers of the answer, for forms that can show them large; words say them as well. */
    record Figures(List<Figure> figures) implements Block {
      public Figures {
        figures = List.copyOf(figures);
      }
    }

    /** A chart, for forms that can draw one; tables hold its numbers as well. */
    record Drawing(Chart chart) implements Block {
      public Drawing {
        Objects.requireNonNull(chart);
      }
    }

    /** Conversations, each a row; what was said in them only where the user asked for it. */
    record Conversations(List<Excerpt> excerpts) implements Block {
      public Conversations {
        excerpts = List.copyOf(excerpts);
      }

      /** The same without what was said. */
      Table table() {
        List<String> header = new ArrayList<>(List.of("id"));
        if (!excerpts.isEmpty()) {
          excerpts.get(0).facts().forEach(fact -> addTo(header, fact, false, fact.name()));
          header.addAll(List.of("score", "delta"));
          excerpts.get(0).facts().forEach(fact -> addTo(header, fact, true, fact.name()));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Excerpt excerpt : excerpts) {
          List<String> row = new ArrayList<>(List.of(excerpt.id()));
          excerpt.facts().forEach(fact -> addTo(row, fact, false, fact.value()));
          row.add(Numbers.probability(excerpt.probability()));
          row.add(Numbers.deltaPercent(excerpt.deltaPercent()));
          excerpt.facts().forEach(fact -> addTo(row, fact, true, fact.value()));
          rows.add(row);
        }
        int names = (int) (header.size() - 2 - numbers());
        return new Table(names, header, rows);
      }

      private long numbers() {
        return excerpts.isEmpty()
            ? -2
            : excerpts.get(0).facts().stream().filter(Excerpt.Fact::number).count();
      }

      private static void addTo(
          List<String> cells, Excerpt.Fact fact, boolean number, String cell) {
        if (fact.number() == number) {
          cells.add(cell);
        }
      }
    }
  }

  /**
   * A number that is read before anything else.
   *
   * @param label what it is
   * @param value the number as it is written, without its interval
   * @param note its interval, or what it is to be read against
   * @param tone whether it is good news
   */
  public record Figure(String label, String value, String note, Tone tone) {
    public Figure {
      Objects.requireNonNull(label);
      Objects.requireNonNull(value);
      Objects.requireNonNull(note);
      Objects.requireNonNull(tone);
    }
  }

  /** Whether a number is good news; said by more than its colour. */
  public enum Tone {
    NEUTRAL,
    GOOD,
    BAD
  }

  private final List<Block> blocks = new ArrayList<>();

  Document heading(String text) {
    blocks.add(new Block.Heading(text));
    return this;
  }

  Document paragraph(String text) {
    blocks.add(new Block.Paragraph(text));
    return this;
  }

  /** A table without the columns that are empty from top to bottom. */
  Document table(int names, List<String> header, List<List<String>> rows) {
    Block.Table whole = new Block.Table(names, header, rows);
    List<Integer> filled = new ArrayList<>();
    int filledNames = 0;
    for (int column = 0; column < header.size(); column++) {
      if (!isEmpty(whole, column)) {
        filled.add(column);
        filledNames += column < names ? 1 : 0;
      }
    }
    blocks.add(
        new Block.Table(
            filledNames,
            pick(header, filled),
            rows.stream().map(row -> pick(row, filled)).toList()));
    return this;
  }

  /** Takes over a part of another document. */
  Document add(Block block) {
    blocks.add(block);
    return this;
  }

  Document figures(List<Figure> figures) {
    blocks.add(new Block.Figures(figures));
    return this;
  }

  Document chart(Chart chart) {
    blocks.add(new Block.Drawing(chart));
    return this;
  }

  Document conversations(List<Excerpt> excerpts) {
    blocks.add(new Block.Conversations(excerpts));
    return this;
  }

  private static boolean isEmpty(Block.Table table, int column) {
    return table.header().get(column).isEmpty()
        && table.rows().stream().allMatch(row -> row.get(column).isEmpty());
  }

  private static List<String> pick(List<String> cells, List<Integer> columns) {
    return columns.stream().map(cells::get).toList();
  }

  /** The parts in their order. */
  public List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }
}
